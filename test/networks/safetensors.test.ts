import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  SafetensorsError,
} from '../../src/networks/safetensors.ts';

function encode(tensors: readonly NamedTensor[], metadata = {}): Buffer {
  return Buffer.concat(encodeSafetensors(tensors, metadata));
}

/** A file with any header and any data. */
function file(header: unknown, data = 0, length?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([prefix, text, Buffer.alloc(data)]);
}

const tensor = (fields: object = {}) => ({
  dtype: 'F32',
  shape: [2, 3],
  data_offsets: [0, 24],
  ...fields,
});

test('what is written is read back, bit for bit, at any alignment', () => {
  const values = fc.oneof(
    fc.array(fc.float(), { maxLength: 20 }).map((items) => Float32Array.from(items)),
    fc.array(fc.double(), { maxLength: 20 }).map((items) => Float64Array.from(items)),
  );
  const names = fc.string({ minLength: 1 }).filter((name) => !name.startsWith('__'));
  fc.assert(
    fc.property(fc.dictionary(names, values, { maxKeys: 5 }), fc.nat(7), (content, shift) => {
      const tensors = Object.entries(content).map(([name, items]) => ({
        name,
        shape: [items.length],
        values: items,
      }));
      const bytes = encode(tensors, { format: 'nabla' });
      const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
      const read = new Map(decodeSafetensors(shifted).map((item) => [item.name, item]));
      assert.equal(read.size, tensors.length);
      for (const { name, shape, values: items } of tensors) {
        assert.deepEqual(read.get(name)?.shape, shape);
        assert.deepEqual(read.get(name)?.values, items);
      }
    }),
  );
});

test('the layout is the published one', () => {
  const bytes = encode([{ name: 'a', shape: [2], values: Float32Array.of(1, 2) }]);
  const length = Number(bytes.readBigUInt64LE(0));
  assert.equal((8 + length) % 8, 0);
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  assert.deepEqual(header, { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });
  assert.equal(bytes.readFloatLE(8 + length + 4), 2);
});

describe('refused', () => {
  const cases: [name: string, bytes: Buffer, reason: RegExp][] = [
    ['nothing', Buffer.alloc(0), /shorter/],
    ['a header beyond the end', file({}, 0, 1000n), /claims 1000 bytes/],
    ['a header beyond all bounds', file({}, 0, 2n ** 63n), /at most/],
    ['a header that is not JSON', file('{"a":', 0), /not JSON/],
    ['a header that is not UTF-8', file('{}', 0).fill(0xff, 8), /not JSON/],
    ['a header that is an array', file([]), /not a JSON object/],
    ['an entry that is no object', file({ a: 1 }), /not an object/],
    ['a dtype that is not read', file({ a: tensor({ dtype: 'BF16' }) }, 24), /F32 and F64/],
    ['a shape that is no list', file({ a: tensor({ shape: 6 }) }, 24), /shape/],
    ['a negative size', file({ a: tensor({ shape: [-2, -3] }) }, 24), /shape/],
    ['a fractional size', file({ a: tensor({ shape: [1.5, 4] }) }, 24), /shape/],
    ['rank 1,000', file({ a: tensor({ shape: Array(1000).fill(1) }) }, 24), /shape/],
    ['a product that overflows', file({ a: tensor({ shape: [2 ** 40, 2 ** 40] }) }, 24), /takes/],
    [
      'offsets that do not fit the shape',
      file({ a: tensor({ data_offsets: [0, 20] }) }, 24),
      /takes 24/,
    ],
    ['offsets the wrong way round', file({ a: tensor({ data_offsets: [24, 0] }) }, 24), /takes 24/],
    ['a gap', file({ a: tensor({ data_offsets: [4, 28] }) }, 28), /begins at byte 4/],
    ['an overlap', file({ a: tensor(), b: tensor() }, 24), /begins at byte 0, 24/],
    ['data cut short', file({ a: tensor() }, 23), /take 24 bytes/],
    ['data left over', file({ a: tensor() }, 25), /take 24 bytes/],
  ];
  for (const [name, bytes, reason] of cases) {
    test(name, () => {
      assert.throws(
        () => decodeSafetensors(bytes),
        (error) => {
          assert.ok(error instanceof SafetensorsError, String(error));
          assert.match(error.message, reason);
          return true;
        },
      );
    });
  }

  test('any damage is told by a SafetensorsError or gives tensors of the size they claim', () => {
    const whole = encode([
      { name: 'w', shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) },
      { name: 'b', shape: [2], values: Float64Array.of(5, 6) },
    ]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const damaged = Buffer.from(whole.subarray(0, Math.max(end, 1)));
        damaged[at % damaged.length] = byte;
        try {
          for (const { shape, values } of decodeSafetensors(damaged)) {
            assert.equal(
              values.length,
              shape.reduce((product, n) => product * n, 1),
            );
          }
        } catch (error) {
          assert.ok(error instanceof SafetensorsError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
