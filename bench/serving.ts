// Predictions beside their peers: one row in process beside onnxruntime-node, one row over HTTP beside a
// bare Fastify POST, and 10 MB of float32 over HTTP beside the computation alone. Runs the real server;
// by itself: `node bench/serving.ts`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type NetworkSpec, native } from '../src/native.ts';
import { Compute, patient } from '../src/networks/compute.ts';
import { LoadedNetwork } from '../src/networks/loaded.ts';
import { networkToOnnx } from '../src/onnx/network.ts';
import type { Client } from '../test/support/client.ts';
import { startServer } from '../test/support/server.ts';
import { summarize } from './statistics.ts';
import { printTable, type Row } from './table.ts';

const connections = 32;
const runs = 5;

/** Answered requests a second of one body over `connections` connections, for `seconds`. */
async function rate(url: string, path: string, body: string, seconds: number): Promise<number> {
  const { port } = new URL(url);
  const request = Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  let answered = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  const one = async (): Promise<void> => {
    const socket = connect(Number(port), '127.0.0.1').setNoDelay();
    await once(socket, 'connect');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (head < 0 || text.length < head + 4 + length) return;
      if (!text.startsWith('HTTP/1.1 200')) throw new Error(text);
      text = text.slice(head + 4 + length);
      answered += 1;
      if (performance.now() < end) socket.write(request);
      else socket.end();
    });
    socket.write(request);
    await once(socket, 'close');
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (answered * 1000) / (performance.now() - began);
}

/** The same body parsed, nothing else. */
const bareSource = `
  import Fastify from 'fastify';
  const app = Fastify();
  app.post('/predict', async (request) => ({ predictions: [[request.body.instances[0][0]]] }));
  console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
`;

async function startBare(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', bareSource], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { url: line.toString().trim(), child };
}

function specOf(dims: readonly number[]): NetworkSpec {
  const layers = dims.slice(1).map((units, i) => ({
    ...{ type: 'dense', name: `l${i + 1}`, inputs: [i === 0 ? 'input' : `l${i}`], trainable: true },
    ...{ units, activation: { type: i < dims.length - 2 ? 'relu' : 'identity' } },
    ...{ weights: { type: 'he-normal' }, biases: { type: 'zeros' } },
  }));
  const outputs = [`l${dims.length - 1}`];
  return { dtype: 'float32', seed: 1, inputSize: dims[0] as number, layers, outputs };
}

function drawn(dims: readonly number[]) {
  const network = new native.Network(specOf(dims));
  network.initialize();
  return network;
}

async function oneRowInProcess(): Promise<Row> {
  const { InferenceSession, Tensor } = (await import('onnxruntime-node')).default;
  const network = drawn([8, 64, 1]);
  const source = {
    spec: specOf([8, 64, 1]),
    parameters: network.summary.parameters,
    values: network.parameters(),
  };
  const model = new Uint8Array(Buffer.concat(networkToOnnx(source, 'small', 'bench')));
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  const x = Float32Array.from({ length: 8 }, (_, i) => Math.sin(i));
  const name = session.inputNames[0] as string;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const calls = 3000;
    const begin = performance.now();
    for (let i = 0; i < calls; i += 1) network.predict(x, 1);
    const middle = performance.now();
    for (let i = 0; i < calls; i += 1)
      await session.run({ [name]: new Tensor('float32', x, [1, 8]) });
    const end = performance.now();
    if (run === 0) continue; // warm
    ours.push((middle - begin) / calls);
    theirs.push((end - middle) / calls);
  }
  const [us, them] = [summarize(ours), summarize(theirs)];
  return {
    ...{ work: 'predict 1 row, 8-64-1, in process', peer: 'onnxruntime-node', threads: 1 },
    nabla: `${(1000 * us.median).toFixed(2)} µs`,
    other: `${(1000 * them.median).toFixed(2)} µs`,
    ratio: them.median / us.median,
    spread: Math.max(us.spread, them.spread),
    ...{ gate: 5, stretch: 20 },
  };
}

/** A model of so many inputs, trained for a moment: what it predicts does not matter here. */
async function serve(client: Client, name: string, dims: readonly number[]): Promise<void> {
  const columns = Array.from({ length: dims[0] as number }, (_, i) => `x${i}`);
  const targets = Array.from({ length: dims.at(-1) as number }, (_, i) => `y${i}`);
  const rows = Array.from({ length: 20 }, (_, r) =>
    [...columns, ...targets].map((_, c) => Math.sin(r * 31 + c)),
  );
  await client.create('/v1/datasets', { name, columns: [...columns, ...targets], rows });
  const layers = dims.slice(1).map((units, i) => ({
    ...{ type: 'dense', units, activation: i < dims.length - 2 ? 'relu' : 'identity' },
  }));
  await client.create('/v1/networks', { name, inputSize: dims[0], layers });
  const { id } = await client.submit({
    ...{ network: name, dataset: name, inputs: columns, targets, model: name },
    ...{ loss: 'squared-error', optimizer: { type: 'sgd', learningRate: 1e-5 }, epochs: 1 },
  });
  await client.finished(id);
}

async function oneRowOverHttp(client: Client): Promise<Row> {
  await serve(client, 'small', [8, 64, 1]);
  const bare = await startBare();
  const body = JSON.stringify({ instances: [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]] });
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let run = 0; run <= runs; run += 1) {
      const [us, them] = [
        await rate(client.url, '/v1/models/small:predict', body, 2),
        await rate(bare.url, '/predict', body, 2),
      ];
      if (run === 0) continue; // warm
      ours.push(us);
      theirs.push(them);
    }
  } finally {
    bare.child.kill();
  }
  const [us, them] = [summarize(ours), summarize(theirs)];
  return {
    ...{ work: `:predict over HTTP, 1 row JSON, ${connections} connections`, threads: 1 },
    peer: 'bare Fastify POST',
    nabla: `${us.median.toFixed(0)} /s`,
    other: `${them.median.toFixed(0)} /s`,
    ratio: summarize(ours.map((value, run) => value / (theirs[run] as number))).median,
    spread: Math.max(us.spread, them.spread),
    ...{ gate: 0.8, stretch: 0.92 },
  };
}

/** 10 MB of float32 through 784-512-512-10: what each form of the same request costs beside the computation. */
async function largeBatch(client: Client): Promise<Row[]> {
  const dims = [784, 512, 512, 10];
  await serve(client, 'large', dims);
  const rows = Math.floor(10e6 / (4 * 784));
  const x = Float32Array.from({ length: rows * 784 }, (_, i) => Math.fround(Math.sin(i)));
  const data = Buffer.from(x.buffer);
  const network = new LoadedNetwork(drawn(dims));
  const compute = new Compute(native.system().threads);
  const infer = Buffer.from(
    JSON.stringify({
      parameters: { binary_data_output: true },
      inputs: [
        {
          ...{ name: 'input', datatype: 'FP32', shape: [rows, 784] },
          parameters: { binary_data_size: data.length },
        },
      ],
    }),
  );
  const npyHead = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, 784), }`.padEnd(117);
  const npy = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
    Buffer.from(`${npyHead}\n`),
    data,
  ]);
  const instances = Array.from({ length: rows }, (_, r) =>
    Array.from(x.subarray(r * 784, (r + 1) * 784)),
  );
  const forms = {
    OIP: {
      path: '/v2/models/large/infer',
      body: Buffer.concat([infer, data]),
      headers: {
        'content-type': 'application/octet-stream',
        'inference-header-content-length': String(infer.length),
      },
    },
    NPY: {
      path: '/v1/models/large:predict',
      body: npy,
      headers: { 'content-type': 'application/x-npy', accept: 'application/x-npy' },
    },
    JSON: {
      path: '/v1/models/large:predict',
      body: Buffer.from(JSON.stringify({ instances })),
      headers: { 'content-type': 'application/json' },
    },
  };
  const alone: number[] = [];
  const times = new Map(Object.keys(forms).map((form) => [form, [] as number[]]));
  for (let run = 0; run <= runs; run += 1) {
    const began = performance.now();
    await compute.forward(network, x, rows, patient);
    if (run > 0) alone.push(performance.now() - began);
    for (const [form, { path, body, headers }] of Object.entries(forms)) {
      const start = performance.now();
      const response = await fetch(client.url + path, { method: 'POST', body, headers });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${form} → ${response.status}`);
      if (run > 0) times.get(form)?.push(performance.now() - start);
    }
  }
  const base = summarize(alone);
  return Object.keys(forms).map((form) => {
    const took = summarize(times.get(form) as number[]);
    return {
      ...{
        work: `10 MB float32 through 784-512-512-10 over ${form}`,
        peer: 'the computation alone',
      },
      threads: native.system().threads,
      nabla: `${took.median.toFixed(1)} ms`,
      other: `${base.median.toFixed(1)} ms`,
      ratio: base.median / took.median,
      spread: Math.max(took.spread, base.spread),
      // Twice the computation at most; what JSON costs is stated, not gated.
      ...(form === 'JSON' ? { gate: 0, stretch: 1 } : { gate: 0.5, stretch: 0.8 }),
    };
  });
}

export async function benchServing(): Promise<Row[]> {
  const cleanups: (() => Promise<void> | void)[] = [];
  const scope = { after: (hook: () => Promise<void> | void) => void cleanups.push(hook) };
  try {
    const env = { NABLA_LOG_LEVEL: 'warn', NABLA_BODY_LIMIT: '128MiB' };
    const { client } = await startServer(scope, { env });
    return [await oneRowInProcess(), await oneRowOverHttp(client), ...(await largeBatch(client))];
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

if (import.meta.main) printTable(await benchServing());
