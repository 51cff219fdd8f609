// /v2 by the text of the Open Inference Protocol: requests are made and answers read by what the
// specification says, with nothing of nabla's own reader.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { trainMixed, trainPlain } from '../support/served-models.ts';
import { startServer } from '../support/server.ts';

const { client } = await startServer({ after }, { env: { NABLA_LOG_LEVEL: 'warn' } });
await trainPlain(client);
await trainMixed(client);

interface Tensor {
  name: string;
  datatype: string;
  shape: number[];
  data?: unknown[];
  parameters?: { binary_data_size: number };
}

interface Metadata {
  name: string;
  versions: string[];
  platform: string;
  inputs: Tensor[];
  outputs: Tensor[];
}

interface Inferred {
  model_name: string;
  model_version: string;
  id?: string;
  outputs: Tensor[];
}

/** Values by output, whichever way they came. */
function read({ outputs }: Inferred, binary: Buffer): Map<string, unknown[]> {
  let at = 0;
  const found = new Map<string, unknown[]>();
  for (const { name, datatype, shape, data, parameters } of outputs) {
    const size = parameters?.binary_data_size ?? 0;
    const bytes = binary.subarray(at, at + size);
    at += size;
    const values = data ?? fromBytes(datatype, bytes);
    assert.equal(
      values.length,
      shape.reduce((product, n) => product * n, 1),
      name,
    );
    found.set(name, values);
  }
  assert.equal(at, binary.length, 'every byte belongs to a tensor');
  return found;
}

function fromBytes(datatype: string, bytes: Buffer): unknown[] {
  const values: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (datatype === 'BYTES') {
      const length = bytes.readUInt32LE(at);
      values.push(bytes.toString('utf8', at + 4, at + 4 + length));
      at += 4 + length;
    } else {
      values.push(datatype === 'FP64' ? bytes.readDoubleLE(at) : bytes.readFloatLE(at));
      at += datatype === 'FP64' ? 8 : 4;
    }
  }
  return values;
}

async function infer(
  model: string,
  request: object,
  tail: Buffer = Buffer.alloc(0),
): Promise<{ status: number; body: Inferred & { error: string }; values: Map<string, unknown[]> }> {
  const json = Buffer.from(JSON.stringify(request));
  const headers: Record<string, string> =
    tail.length === 0
      ? { 'content-type': 'application/json' }
      : {
          'content-type': 'application/octet-stream',
          'inference-header-content-length': String(json.length),
        };
  const response = await fetch(`${client.url}/v2/models/${model}/infer`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.concat([json, tail])),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const end = Number(response.headers.get('inference-header-content-length') ?? bytes.length);
  const body = JSON.parse(bytes.toString('utf8', 0, end));
  const values = response.status === 200 ? read(body, bytes.subarray(end)) : new Map();
  return { status: response.status, body, values };
}

const rows = [
  [0.5, -1, 0.25],
  [2, 0, -0.5],
];
const expected = await client.create<{ predictions: number[][] }>(
  '/v1/models/plain:predict',
  { instances: rows },
  200,
);
const people = [
  { age: 31, member: true, town: 'Ulm' },
  { age: 40, member: false, town: 'Köln' },
];
const classes = await client.create<{
  predictions: { class: string; probabilities: Record<string, number> }[];
}>('/v1/models/mixed:predict', { instances: people }, 200);

test('health, server and model metadata', async () => {
  assert.equal((await client.get('/v2/health/live')).status, 200);
  assert.equal((await client.get('/v2/health/ready')).status, 200);
  const { body: server } = await client.get<{ name: string; extensions: string[] }>('/v2');
  assert.equal(server.name, 'nabla');
  assert.deepEqual(server.extensions, ['binary_tensor_data']);
  const { body: plain } = await client.get<Metadata>('/v2/models/plain');
  assert.deepEqual(plain, {
    name: 'plain',
    versions: ['1'],
    platform: 'nabla',
    inputs: [{ name: 'input', datatype: 'FP64', shape: [-1, 3] }],
    outputs: [{ name: 'output', datatype: 'FP64', shape: [-1, 1] }],
  });
  const { body: mixed } = await client.get<Metadata>('/v2/models/mixed/versions/1');
  assert.deepEqual(mixed.inputs, [
    { name: 'age', datatype: 'FP32', shape: [-1, 1] },
    { name: 'member', datatype: 'BOOL', shape: [-1, 1] },
    { name: 'town', datatype: 'BYTES', shape: [-1, 1] },
  ]);
  assert.deepEqual(mixed.outputs, [
    { name: 'class', datatype: 'BYTES', shape: [-1, 1] },
    { name: 'probabilities', datatype: 'FP32', shape: [-1, 3] },
  ]);
  for (const path of ['plain/ready', 'plain/versions/1/ready']) {
    assert.equal((await client.get(`/v2/models/${path}`)).status, 200);
  }
});

test('tensors in JSON, flat or nested, of every kind of number', async () => {
  for (const data of [rows.flat(), rows]) {
    const request = {
      id: 'a1',
      inputs: [{ name: 'input', datatype: 'FP64', shape: [2, 3], data }],
    };
    const { body, values } = await infer('plain', request);
    assert.equal(body.model_name, 'plain');
    assert.equal(body.model_version, '1');
    assert.equal(body.id, 'a1');
    assert.deepEqual(values.get('output'), expected.predictions.flat());
  }
  const inputs = ['a', 'b', 'c'].map((name, k) => ({
    ...{ name, datatype: 'FP32', shape: [2] },
    data: rows.map((row) => row[k]),
  }));
  const { values } = await infer('plain/versions/1', { inputs });
  assert.deepEqual(values.get('output'), expected.predictions.flat());
});

test('binary data in and out, of every datatype', async () => {
  const whole = [1, 2, 3, 0, 1, 5];
  const { predictions } = await client.create<{ predictions: number[][] }>(
    '/v1/models/plain:predict',
    { instances: [whole.slice(0, 3), whole.slice(3)] },
    200,
  );
  const halves = [0x3c00, 0x4000, 0x4200, 0, 0x3c00, 0x4500];
  const upper = [0x3f80, 0x4000, 0x4040, 0, 0x3f80, 0x40a0];
  const arrays: Record<string, NodeJS.TypedArray> = {
    UINT8: Uint8Array.from(whole),
    UINT16: Uint16Array.from(whole),
    UINT32: Uint32Array.from(whole),
    UINT64: BigUint64Array.from(whole, BigInt),
    INT8: Int8Array.from(whole),
    INT16: Int16Array.from(whole),
    INT32: Int32Array.from(whole),
    INT64: BigInt64Array.from(whole, BigInt),
    FP16: Uint16Array.from(halves),
    BF16: Uint16Array.from(upper),
    FP32: Float32Array.from(whole),
    FP64: Float64Array.from(whole),
  };
  for (const [datatype, { buffer, byteLength }] of Object.entries(arrays)) {
    const parameters = { binary_data_size: byteLength };
    const request = {
      parameters: { binary_data_output: true },
      inputs: [{ name: 'input', datatype, shape: [2, 3], parameters }],
    };
    const { body, values } = await infer('plain', request, Buffer.from(buffer));
    assert.equal(body.outputs?.[0]?.parameters?.binary_data_size, 16, datatype);
    assert.deepEqual(values.get('output'), predictions.flat(), datatype);
  }
});

test('words and truths, and only the outputs that are asked for', async () => {
  const towns = people.map(({ town }) => Buffer.from(town));
  const words = Buffer.concat(
    towns.flatMap((town) => [Buffer.from(Uint32Array.of(town.length).buffer), town]),
  );
  const bits = Buffer.from(people.map(({ member }) => Number(member)));
  const request = {
    inputs: [
      {
        name: 'town',
        datatype: 'BYTES',
        shape: [2, 1],
        parameters: { binary_data_size: words.length },
      },
      { name: 'age', datatype: 'INT32', shape: [2, 1], data: people.map(({ age }) => age) },
      { name: 'member', datatype: 'BOOL', shape: [2, 1], parameters: { binary_data_size: 2 } },
    ],
    outputs: [{ name: 'class', parameters: { binary_data: true } }, { name: 'probabilities' }],
  };
  const { values } = await infer('mixed', request, Buffer.concat([words, bits]));
  assert.deepEqual(
    values.get('class'),
    classes.predictions.map((one) => one.class),
  );
  assert.deepEqual(
    values.get('probabilities'),
    classes.predictions.flatMap((one) => Object.values(one.probabilities)),
  );
  const one = await infer(
    'mixed',
    { ...request, outputs: [{ name: 'class' }] },
    Buffer.concat([words, bits]),
  );
  assert.deepEqual([...one.values.keys()], ['class']);
});

test('errors are { "error" } under the status that fits', async () => {
  const input = { name: 'input', datatype: 'FP64', shape: [2, 3], data: rows.flat() };
  const refused = async (model: string, request: object, status: number, tail?: Buffer) => {
    const reply = await infer(model, request, tail);
    assert.equal(reply.status, status, JSON.stringify(reply.body));
    assert.deepEqual(Object.keys(reply.body), ['error']);
    return reply.body.error;
  };
  await refused('nobody', { inputs: [input] }, 404);
  await refused('plain/versions/7', { inputs: [input] }, 404);
  await refused('plain/versions/x', { inputs: [input] }, 400);
  await refused('plain', {}, 422);
  assert.match(
    await refused('plain', { inputs: [{ ...input, name: 'inputt' }] }, 422),
    /did you mean `input`/,
  );
  await refused('plain', { inputs: [{ ...input, datatype: 'FP128' }] }, 422);
  await refused('plain', { inputs: [{ ...input, shape: [2, 4] }] }, 422);
  await refused('plain', { inputs: [{ ...input, shape: [2, -3] }] }, 422);
  await refused('plain', { inputs: [input, input] }, 422);
  await refused('plain', { inputs: [{ ...input, data: ['a', 1, 2, 3, 4, 5] }] }, 422);
  await refused('plain', { inputs: [input], outputs: [{ name: 'y' }] }, 422);
  const sized = (binary_data_size: number) => ({
    inputs: [{ name: 'input', datatype: 'FP64', shape: [2, 3], parameters: { binary_data_size } }],
  });
  await refused('plain', sized(48), 422, Buffer.alloc(47));
  await refused('plain', sized(48), 422, Buffer.alloc(49));
  await refused('plain', sized(40), 422, Buffer.alloc(40));
  await refused('plain', sized(2 ** 40), 422, Buffer.alloc(8));
  const unknown = await client.get<object>('/v2/models/plain/stats');
  assert.equal(unknown.status, 404);
  assert.deepEqual(Object.keys(unknown.body), ['error']);
  for (const length of ['-1', '1e3', '999999']) {
    const reply = await client.post<object>('/v2/models/plain/infer', Buffer.from('{}'), {
      headers: {
        'content-type': 'application/octet-stream',
        'inference-header-content-length': length,
      },
    });
    assert.equal(reply.status, 400, length);
    assert.deepEqual(Object.keys(reply.body), ['error']);
  }
});

test('a missing number is filled in as the model was fitted', async () => {
  const inputs = [
    { name: 'age', datatype: 'FP32', shape: [1], parameters: { binary_data_size: 4 } },
    { name: 'member', datatype: 'BOOL', shape: [1], data: [true] },
    { name: 'town', datatype: 'BYTES', shape: [1], data: ['Ulm'] },
  ];
  const { values } = await infer(
    'mixed',
    { inputs },
    Buffer.from(Float32Array.of(Number.NaN).buffer),
  );
  const instances = [{ age: null, member: true, town: 'Ulm' }];
  const { body } = await client.post<typeof classes>('/v1/models/mixed:predict', { instances });
  const [filled] = body.predictions;
  assert.deepEqual(values.get('probabilities'), Object.values(filled?.probabilities ?? {}));
});
