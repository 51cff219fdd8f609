// A network as a file for other programs.

import { ApiError, count } from '../errors.ts';
import type { FloatArray, ParameterInfo } from '../native.ts';
import { maxFileBytes, networkToOnnx } from '../onnx/network.ts';
import { encodeSafetensors } from './safetensors.ts';
import type { NetworkService } from './service.ts';
import { toTorch } from './torch.ts';

export interface ExportedFile {
  /** Of letters, digits, `_`, `-` and dots. */
  name: string;
  parts: Uint8Array[];
}

/** 404 for an unknown network, 406 for one that no ONNX file can hold. `producer`: the version of nabla. */
export async function exportNetwork(
  networks: NetworkService,
  idOrName: string,
  format: 'onnx' | 'safetensors',
  producer: string,
): Promise<ExportedFile> {
  const { record, values } = await networks.source(idOrName);
  const { id, spec, parameters } = record;
  if (format === 'safetensors') return stateDict(id, parameters, values);
  const parts = networkToOnnx({ spec, parameters, values }, id, producer);
  return { name: `${id}.onnx`, parts: fitting(parts) };
}

/** Parameters under the names and in the shapes of PyTorch. */
export function stateDict(
  name: string,
  manifest: readonly ParameterInfo[],
  values: FloatArray,
): ExportedFile {
  const parts = encodeSafetensors(toTorch(manifest, values), { format: 'pt' });
  return { name: `${name}.safetensors`, parts };
}

/** The parts of an ONNX file, which cannot be larger than one protobuf message. */
export function fitting(parts: Uint8Array[]): Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  if (length <= maxFileBytes) return parts;
  throw new ApiError(
    'not-acceptable',
    `${count(length, 'byte')} are more than an ONNX file can have; take the parameters as safetensors`,
  );
}
