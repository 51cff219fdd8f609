// A network from a file that another program wrote.
import { invalidAt } from '../errors.ts';
import { importOnnx } from '../onnx/import.ts';
import { OnnxError } from '../onnx/tensors.ts';
import type { NetworkView } from './record.ts';
import type { NetworkRequest } from './request.ts';
import type { NetworkService } from './service.ts';

export interface ImportOptions {
  name?: string | undefined;
  /** Outputs of the file's graph that are meant; default all. */
  outputs?: readonly string[] | undefined;
}

/** Throws 422 with what the file has that no layer of the catalogue stands for. */
export function importNetwork(
  networks: NetworkService,
  file: Uint8Array,
  { name, outputs: wanted }: ImportOptions,
): Promise<NetworkView> {
  const { dtype, inputSize, layers, outputs, tensors } = readOnnx(file, wanted);
  const named = name === undefined ? {} : { name };
  // As a request would say it: every field passes through the catalogue's defaults and the addon's checks.
  const request: NetworkRequest = { ...named, dtype, inputSize, layers, outputs };
  return networks.create(request, tensors);
}

function readOnnx(file: Uint8Array, wanted: readonly string[] | undefined) {
  try {
    return importOnnx(file, wanted);
  } catch (error) {
    if (error instanceof OnnxError) throw invalidAt('', error.message);
    throw error;
  }
}
