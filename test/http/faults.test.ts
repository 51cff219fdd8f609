// The error formatter, through the validators routes really use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { type CatalogEntry, choice, tagged } from '../../src/catalog/entry.ts';
import { ApiError, type Fault } from '../../src/errors.ts';
import { buildValidator } from '../../src/http/validation.ts';

const activations: CatalogEntry[] = [
  { type: 'relu', summary: 's', formula: 'f', parameters: {} },
  { type: 'softmax', summary: 's', formula: 'f', parameters: {} },
  {
    type: 'elu',
    summary: 's',
    formula: 'f',
    parameters: { alpha: Type.Number({ exclusiveMinimum: 0, default: 1 }) },
  },
];
const layers: CatalogEntry[] = [
  {
    type: 'dense',
    summary: 's',
    formula: 'f',
    parameters: {
      units: Type.Integer({ minimum: 1 }),
      activation: Type.Ref('Activation', { default: 'relu' }),
    },
  },
  {
    type: 'residual',
    summary: 's',
    formula: 'f',
    parameters: { layers: Type.Array(Type.Ref('Layer')) },
  },
];

const Activation = choice('Activation', activations);
const Layer = tagged(layers, { $id: 'Layer' });
const Body = Type.Object(
  {
    inputSize: Type.Integer({ minimum: 1, maximum: 1_048_576 }),
    layers: Type.Array(Type.Ref('Layer'), { minItems: 1, maxItems: 100 }),
    batchSize: Type.Optional(Type.Union([Type.Literal('full'), Type.Integer({ minimum: 1 })])),
    dtype: Type.Optional(Type.Enum(['float32', 'float64'])),
  },
  { additionalProperties: false },
);

const compile = buildValidator({ Activation, Layer });
const check = compile({ schema: Body, method: 'POST', url: '/', httpPart: 'body' } as never);

function faultsFor(body: unknown): readonly Fault[] {
  const result = check(body);
  if (!('error' in result)) return [];
  assert.ok(result.error instanceof ApiError);
  assert.equal(result.error.status, 422);
  return result.error.errors ?? [];
}

function dense(fields: object = {}): object {
  return { type: 'dense', units: 1, ...fields };
}

function only(body: unknown): Fault {
  const faults = faultsFor(body);
  assert.equal(faults.length, 1, JSON.stringify(faults));
  return faults[0] as Fault;
}

test('a valid body passes and is left as it is', () => {
  const body = { inputSize: 2, layers: [dense({ activation: { type: 'elu' } }), dense()] };
  const copy = structuredClone(body);
  assert.deepEqual(check(body), { value: body });
  assert.deepEqual(body, copy);
});

test('every fault is listed, each where it stands', () => {
  const faults = faultsFor({
    inputSize: '2',
    layers: [dense({ units: -3 }), { type: 'dense' }],
    x: 1,
  });
  assert.deepEqual(faults, [
    { pointer: '/x', detail: 'unknown field `x`' },
    { pointer: '/inputSize', detail: 'expected an integer from 1 to 1,048,576, got "2"' },
    { pointer: '/layers/0/units', detail: 'expected an integer ≥ 1, got -3' },
    { pointer: '/layers/1/units', detail: 'missing field `units`: expected an integer ≥ 1' },
  ]);
});

test('an unknown field is refused with the nearest known one', () => {
  assert.deepEqual(only({ inputSize: 1, layers: [dense({ unit: 3 })] }), {
    pointer: '/layers/0/unit',
    detail: 'unknown field `unit`; did you mean `units`?',
  });
});

test('an unknown or missing type is refused by name', () => {
  assert.deepEqual(only({ inputSize: 1, layers: [{ type: 'dens', units: 1 }] }), {
    pointer: '/layers/0/type',
    detail: 'unknown type `dens`; did you mean `dense`?',
  });
  assert.deepEqual(only({ inputSize: 1, layers: [{ units: 1 }] }), {
    pointer: '/layers/0/type',
    detail: 'missing field `type`: expected one of "dense", "residual"',
  });
  assert.deepEqual(only({ inputSize: 1, layers: [dense({ activation: { type: 7 } })] }), {
    pointer: '/layers/0/activation/type',
    detail: 'expected one of "relu", "softmax", "elu", got 7',
  });
});

test('of a union only the branch that was meant is spoken of', () => {
  const withActivation = (activation: unknown) => ({
    inputSize: 1,
    layers: [dense({ activation })],
  });
  assert.deepEqual(only(withActivation('relo')), {
    pointer: '/layers/0/activation',
    detail: 'expected one of "relu", "softmax", "elu", got "relo"; did you mean `relu`?',
  });
  assert.deepEqual(only(withActivation({ type: 'elu', alpha: 0 })), {
    pointer: '/layers/0/activation/alpha',
    detail: 'expected a number > 0, got 0',
  });
  assert.deepEqual(only(withActivation(5)), {
    pointer: '/layers/0/activation',
    detail: 'expected one of "relu", "softmax", "elu" or an object with a `type`, got 5',
  });
});

test('a union of plain values is described whole', () => {
  const withBatch = (batchSize: unknown) => ({ inputSize: 1, layers: [dense()], batchSize });
  for (const wrong of [0, 'fulll', 1.5, null, []]) {
    const { pointer, detail } = only(withBatch(wrong)) as { pointer: string; detail: string };
    assert.equal(pointer, '/batchSize');
    assert.match(detail, /^expected "full" or an integer ≥ 1, got /);
  }
});

test('faults inside a sub-stack have the whole pointer', () => {
  const body = {
    inputSize: 1,
    layers: [{ type: 'residual', layers: [dense(), dense({ units: 0 })] }],
  };
  assert.deepEqual(only(body), {
    pointer: '/layers/0/layers/1/units',
    detail: 'expected an integer ≥ 1, got 0',
  });
});

test('the body itself can be wrong', () => {
  assert.deepEqual(only([]), {
    pointer: '',
    detail: 'expected an object, got an array of 0 items',
  });
});

test('at most 20 faults are reported, and a hostile body costs no more than one', () => {
  const few = { inputSize: 1, layers: Array.from({ length: 60 }, () => dense({ units: 0 })) };
  assert.equal(faultsFor(few).length, 20);
  const many = { inputSize: 1, layers: Array.from({ length: 200_000 }, () => ({})) };
  assert.deepEqual(faultsFor(many), [
    {
      pointer: '/layers',
      detail: 'expected an array of 1 to 100 items, got an array of 200,000 items',
    },
  ]);
});

test('keys are escaped in pointers, invisible characters in details', () => {
  assert.deepEqual(only({ inputSize: 1, layers: [dense()], 'a/b~\u202e': 1 }), {
    pointer: '/a~1b~0\u202e',
    detail: 'unknown field `a/b~U+202e`',
  });
});

test('query strings are coerced and their faults are named', () => {
  const schema = Type.Object(
    { limit: Type.Integer({ minimum: 1, maximum: 200, default: 20 }) },
    { additionalProperties: false },
  );
  const query = compile({ schema, method: 'GET', url: '/', httpPart: 'querystring' } as never);
  assert.deepEqual(query({ limit: '7' }), { value: { limit: 7 } });
  assert.deepEqual(query({}), { value: { limit: 20 } });
  const result = query({ limit: '900' });
  assert.ok('error' in result && result.error instanceof ApiError);
  assert.equal(result.error.status, 400);
  assert.equal(
    result.error.detail,
    'query parameter limit: expected an integer from 1 to 200, got 900',
  );
});

test('of a union of arrays the branch that nearly fits is spoken of', () => {
  const schema = Type.Object({
    values: Type.Union([Type.Array(Type.Number()), Type.Array(Type.Array(Type.Number()))]),
  });
  const values = compile({ schema, method: 'POST', url: '/', httpPart: 'body' } as never);
  const faults = (body: unknown) => {
    const result = values(body);
    assert.ok('error' in result && result.error instanceof ApiError);
    return result.error.errors;
  };
  assert.deepEqual(faults({ values: [[1], [2, 'a'], [3]] }), [
    { pointer: '/values/1/1', detail: 'expected a number, got "a"' },
  ]);
  assert.deepEqual(faults({ values: [1, 2, 'a'] }), [
    { pointer: '/values/2', detail: 'expected a number, got "a"' },
  ]);
  assert.deepEqual(faults({ values: 5 }), [
    { pointer: '/values', detail: 'expected an array, got 5' },
  ]);
});
