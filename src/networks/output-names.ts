// Objects by output name in a request: that they name every output of a network and nothing else. Pure.
import { type Fault, pointerTo } from '../errors.ts';
import { suggest } from '../http/faults.ts';

/** Faults of `given`, which stands at `/outputs`, against the names of a network's outputs. */
export function namingFaults(given: object, names: readonly string[]): Fault[] {
  const known = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !Object.hasOwn(given, name));
  return [
    ...unknown.map((name) => {
      const hint = suggest(name, names) || `: the network has ${known}`;
      const detail = `unknown output \`${name.slice(0, 60)}\`${hint}`;
      return { pointer: pointerTo('/outputs', name), detail };
    }),
    ...missing.map((name) => {
      const detail = `missing field \`${name}\`: every output of the network must be here (${known})`;
      return { pointer: pointerTo('/outputs', name), detail };
    }),
  ];
}
