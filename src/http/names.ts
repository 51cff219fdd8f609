// The names clients give: what they may look like, and the path parameters that take an id or a name.
import { Type } from 'typebox';
import { badRequest, invalidAt } from '../errors.ts';
import { isId } from '../storage/ids.ts';

/** Letters and digits of any script, spaces, `.`, `_` and `-`: no separator, control or direction mark. */
const namePattern = '^[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._-]{0,126}[\\p{L}\\p{N}._-])?$';
const modelNamePattern = '^[a-z0-9][a-z0-9_-]{0,63}$';

export const nameText =
  'a name of 1 to 128 letters, digits, spaces, ".", "_" and "-" that starts with a letter or digit';
export const modelNameText =
  'a model name: 1 to 64 of a-z, 0-9, "_" and "-", starting with a letter or digit';

/** The name of a network, data set or job. `{id}` in a path takes it too and means the newest of that name. */
export const Name = Type.String({
  pattern: namePattern,
  'x-expected': nameText,
  description: 'Need not be unique; in a path it means the newest of that name.',
});

const nameRegExp = new RegExp(namePattern, 'u');

/** For names that do not come through a schema, such as fields of a form. */
export function isName(text: string): boolean {
  return nameRegExp.test(text);
}

export const ModelName = Type.String({ pattern: modelNamePattern, 'x-expected': modelNameText });

/** The name of a label of a model, such as `production`. */
export const LabelName = Type.String({
  pattern: modelNamePattern,
  'x-expected': 'a label: 1 to 64 of a-z, 0-9, "_" and "-"',
});

/** A path parameter that takes an id or a name; `example` makes "Try it out" work as it stands. */
export function idOrName(example: string, what: string) {
  return Type.String({
    pattern: namePattern,
    'x-expected': 'an id or a name',
    description: `Id of the ${what}, or its name (the newest of that name).`,
    examples: [example],
  });
}

/** 422 when a name looks like one of the server's ids: it would hide that resource. */
export function refuseIdAsName(name: string | undefined, pointer = '/name'): void {
  if (name !== undefined && isId(name)) throw invalidAt(pointer, 'a name must not look like an id');
}

/** The version in a path: a positive integer, else 400. */
export function parseVersion(text: string): number {
  const version = Number(text);
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw badRequest(`${JSON.stringify(text.slice(0, 40))} is not a version number`);
  return version;
}
