// The packed product and the FMA peak, from the native program that measures both in turns.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const build = join(import.meta.dirname, '../build');

export interface Product {
  work: string;
  m: number;
  n: number;
  k: number;
}

/** GFLOP/s. */
export interface ProductRun {
  peak: number;
  product: number;
}

/** Builds bench/products.cpp against the library the addon was built from. */
export async function buildProducts(): Promise<void> {
  await run('cmake', ['--build', build, '--config', 'Release', '--target', 'bench_products']);
}

export async function measureProduct(
  { m, n, k }: Product,
  threads: number,
  runs: number,
  isa?: string,
): Promise<ProductRun[]> {
  const sizes = [threads, runs, m, n, k].map(String);
  const env = isa === undefined ? process.env : { ...process.env, NABLA_ISA: isa };
  const { stdout } = await run(join(build, 'bench_products'), sizes, { env });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ProductRun);
}
