// A version of a model as a file for other programs.
import { badRequest } from '../errors.ts';
import { type ExportedFile, fitting, stateDict } from '../networks/exports.ts';
import { encodeArchive } from './archive.ts';
import { type InputLayout, versionToOnnx } from './onnx.ts';
import { isCategory } from './onnx-columns.ts';
import type { ModelService } from './service.ts';

export interface ExportOptions {
  format: 'onnx' | 'safetensors' | 'archive';
  /** Of ONNX. */
  inputs: InputLayout;
  /** The version of nabla, for the file to name. */
  producer: string;
}

/** 404 for an unknown version, 400 for a matrix of categories, 406 for what no ONNX file can hold. */
export async function exportVersion(
  models: ModelService,
  name: string,
  number: number,
  { format, inputs, producer }: ExportOptions,
): Promise<ExportedFile> {
  const { version, values } = await models.source(name, number);
  const file = `${name}-${number}`;
  if (format === 'safetensors') return stateDict(file, version.parameters, values);
  if (format === 'archive') {
    return { name: `${file}.nabla.safetensors`, parts: encodeArchive(version, values) };
  }
  const category = version.inputs.find(isCategory);
  if (inputs === 'matrix' && category !== undefined) {
    const detail = `"${category.name}" is a column of categories, which no matrix of numbers holds`;
    throw badRequest(detail, [{ parameter: 'inputs', detail }]);
  }
  const parts = versionToOnnx(version, values, inputs, producer);
  return { name: `${file}.onnx`, parts: fitting(parts) };
}
