// Looking inside a served version: instances as its clients send them, derivatives by the values they
// sent or by the network's own inputs.
import type { NativeNetwork } from '../native.ts';
import { inspect } from '../networks/inspection.ts';
import type { InspectRequest } from '../networks/request.ts';
import { nest } from '../networks/rows.ts';
import { encodedWidth } from '../training/preprocessing.ts';
import { slopeOfSteps } from '../training/transforms.ts';
import type { InstanceEncoder } from './instances.ts';

export interface ServedInspection extends Omit<InspectRequest, 'instances'> {
  instances: unknown[];
  /** What `inputGradient` and `jacobian` are by: values as they were sent, or as the network has them. */
  units?: 'original' | 'encoded';
}

/** As `inspect` of a network, with the names of its inputs: `age`, `town=Ulm`, `pixels[0]`. */
export function inspectServed(
  network: NativeNetwork,
  encoder: InstanceEncoder,
  { units = 'original', ...request }: ServedInspection,
): Record<string, unknown> {
  const { x, rows } = encoder.rows(request.instances, '/instances');
  const instances = nest(x, [rows, encoder.width]) as number[][];
  const shape = { dtype: encoder.dtype, inputSize: encoder.width };
  const { inputGradient, jacobian, ...found } = inspect(network, shape, { ...request, instances });
  const slopes = units === 'encoded' ? undefined : slopesOf(encoder);
  const byUnit = (gradient: readonly number[], row: number): number[] =>
    gradient.map((d, i) => d * (slopes?.[i]?.(x[row * encoder.width + i] as number) ?? 1));
  return {
    inputs: inputNames(encoder),
    units,
    ...found,
    ...(inputGradient === undefined
      ? {}
      : { inputGradient: (inputGradient as number[][]).map(byUnit) }),
    ...(jacobian === undefined
      ? {}
      : {
          jacobian: (jacobian as number[][][]).map((outputs, row) =>
            outputs.map((gradient) => byUnit(gradient, row)),
          ),
        }),
  };
}

/**
 * By the chain rule, of each network input its derivative by the value it was made of, from the input
 * itself; 1 for units of categories and indicators, which are made of no number.
 */
function slopesOf({ columns }: InstanceEncoder): ((input: number) => number)[] {
  return columns.flatMap((column) => {
    const { encoding, steps, width = 1 } = column;
    const one = () => 1;
    const numbers = encoding === 'one-hot' ? 0 : width;
    const others = encodedWidth(column) - numbers;
    const slope = (input: number): number => slopeOfSteps(steps, input);
    return [
      ...Array.from({ length: numbers }, () => slope),
      ...Array.from({ length: others }, () => one),
    ];
  });
}

/** `age`, `pixels[0]`, `town=Ulm`; a unit for other categories and one for a missing value are named so. */
function inputNames({ columns }: InstanceEncoder): string[] {
  return columns.flatMap(({ name, encoding, categories = [], unknown, width, indicator }) => {
    const missing = indicator ? [`${name} missing`] : [];
    if (encoding === 'one-hot') {
      const others = unknown === 'other' ? [`${name} other`] : [];
      return [...categories.map((category) => `${name}=${category}`), ...others, ...missing];
    }
    if (width === undefined) return [name, ...missing];
    return [...Array.from({ length: width }, (_, i) => `${name}[${i}]`), ...missing];
  });
}
