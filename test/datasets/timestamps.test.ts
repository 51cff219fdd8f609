// Timestamp columns: which texts are one, against JavaScript's Date, and that every format gives back
// the moment that was stored.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { timeText } from '../../src/datasets/formats/timestamps.ts';
import type { DatasetRecord } from '../../src/datasets/record.ts';
import { native } from '../../src/native.ts';
import { type DatasetsApp, startDatasets } from '../support/datasets-app.ts';

const { parseTimestamp } = native;
const first = Date.parse('0000-01-01T00:00:00Z');
const last = Date.parse('9999-12-31T23:59:59.999Z');
const two = (n: number): string => String(n).padStart(2, '0');

async function post({ app }: DatasetsApp, payload: Buffer | string, type: string, types?: object) {
  const query = types === undefined ? '' : `?types=${encodeURIComponent(JSON.stringify(types))}`;
  const reply = await app.inject({
    method: 'POST',
    url: `/v1/datasets${query}`,
    headers: { 'content-type': type },
    payload,
  });
  return { status: reply.statusCode, body: reply.json() };
}

async function rowsOf({ app }: DatasetsApp, { id }: DatasetRecord): Promise<unknown[][]> {
  return (await app.inject({ url: `/v1/datasets/${id}/rows` })).json().rows;
}

describe('parseTimestamp', () => {
  test('agrees with Date on every millisecond and offset, and timeText gives it back', () => {
    const offset = fc.tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59));
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), offset, (time, [sign, h, m]) => {
        const text = new Date(time).toISOString();
        assert.equal(parseTimestamp(text), time);
        assert.equal(parseTimestamp(text.slice(0, -1).replace('T', ' ')), time);
        assert.equal(parseTimestamp(text.slice(0, 10)), Date.parse(text.slice(0, 10)));
        assert.equal(parseTimestamp(timeText(time)), time);
        const zoned = text.replace('Z', `${sign}${two(h)}:${two(m)}`);
        const wanted = Date.parse(zoned);
        assert.equal(parseTimestamp(zoned), wanted >= first && wanted <= last ? wanted : null);
      }),
    );
  });

  test('knows the days of every month, leap years and all', () => {
    for (const year of ['0000', '1600', '1900', '2000', '2023', '2024', '9999']) {
      for (let month = 1; month <= 12; month += 1) {
        const days = new Date(Date.UTC(2000 + (Number(year) % 400), month, 0)).getUTCDate();
        for (let day = 1; day <= 31; day += 1) {
          const text = `${year}-${two(month)}-${two(day)}`;
          assert.equal(parseTimestamp(text), day <= days ? Date.parse(text) : null, text);
        }
      }
    }
  });

  test('keeps microseconds, and refuses what it would round', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8e9, max: 8e9 }), fc.nat(999_999), (seconds, micros) => {
        const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
        const text = `${whole}.${String(micros).padStart(6, '0')}Z`;
        const time = parseTimestamp(text);
        assert.ok(time !== null, text);
        assert.equal(timeText(time), text.replace(/(\.000000|000)Z$/, 'Z'));
      }),
    );
    assert.equal(parseTimestamp('1970-01-01T00:00:00.001000000Z'), 1);
    assert.equal(parseTimestamp('1970-01-01T00:00:00.000000001Z'), null);
    assert.equal(parseTimestamp('9999-12-31T23:59:59.999999Z'), null);
  });

  for (const text of [
    ...['', '2024', '2024-1-01', '2024-13-01', '2024-00-10', '24-01-01', '+2024-01-01'],
    ...['2024-01-01T', '2024-01-01T12', '2024-01-01T12:00', '2024-01-01T24:00:00'],
    ...['2024-01-01T12:60:00', '2024-01-01T23:59:60Z', '2024-01-01t12:00:00z'],
    ...['2024-01-01T12:00:00.', '2024-01-01T12:00:00.1234567890', '2024-01-01T12:00:00+2'],
    ...['2024-01-01T12:00:00+24:00', '2024-01-01T12:00:00+0200', '2024-01-01T12:00:00 Z'],
    ...['2024-01-01T12:00:00Z ', '2024-01-01Z', '0000-01-01T00:00:00+00:01'],
    ...['9999-12-31T23:59:59-00:01', '10000-01-01', '2024-01-01\u0000'],
  ]) {
    test(`is none: ${JSON.stringify(text)}`, () => assert.equal(parseTimestamp(text), null));
  }
});

describe('timestamp columns', () => {
  const text =
    't,n\n2024-02-29T12:00:00.5+02:00,1\n,2\n1969-12-31 23:59:59.999999,3\n2024-03-01,4\n';
  const times = [
    '2024-02-29T10:00:00.500Z',
    null,
    '1969-12-31T23:59:59.999999Z',
    '2024-03-01T00:00:00Z',
  ];

  test('are recognised in CSV, and tell their limits as RFC 3339', async (t) => {
    const suite = await startDatasets(t);
    const { status, body } = await post(suite, text, 'text/csv');
    assert.equal(status, 201);
    const [{ type, count, missing, min, max, mean, distinct }] = body.columns;
    assert.deepEqual([type, count, missing, distinct.count], ['timestamp', 3, 1, 3]);
    assert.deepEqual([min, max], [times[2], times[3]]);
    assert.ok(Math.abs(mean - (Date.parse(times[0] ?? '') + Date.parse(times[3] ?? '')) / 3) < 1);
    assert.deepEqual(
      (await rowsOf(suite, body)).map(([time]) => time),
      times,
    );
  });

  for (const [format, type] of [
    ['csv', 'text/csv'],
    ['json', 'application/json'],
    ['ndjson', 'application/x-ndjson'],
    ['arrow', 'application/vnd.apache.arrow.stream'],
    ['arrow-file', 'application/vnd.apache.arrow.file'],
    ['parquet', 'application/vnd.apache.parquet'],
  ] as const) {
    test(`come back from ${format} as they were`, async (t) => {
      const suite = await startDatasets(t);
      const { body } = await post(suite, text, 'text/csv');
      const url = `/v1/datasets/${body.id}/content?format=${format}`;
      const again = await post(suite, (await suite.app.inject({ url })).rawPayload, type);
      assert.equal(again.status, 201, JSON.stringify(again.body));
      assert.equal(again.body.columns[0].type, 'timestamp');
      assert.deepEqual(
        (await rowsOf(suite, again.body)).map(([time]) => time),
        times,
      );
      assert.equal(again.body.valuesSha256, body.valuesSha256);
    });
  }

  test('are text or categories when that is asked for, or when anything else is among them', async (t) => {
    const suite = await startDatasets(t);
    const asText = await post(suite, text, 'text/csv', { t: 'text' });
    assert.equal(asText.body.columns[0].type, 'text');
    const mixed = { name: 'mixed', columns: { t: ['2024-01-01', null, 'soon'] } };
    const { body } = await post(suite, JSON.stringify(mixed), 'application/json');
    assert.equal(body.columns[0].type, 'category');
    const csv = await post(suite, 't\n2024-01-01\nsoon\n', 'text/csv');
    assert.equal(csv.body.columns[0].type, 'category');
  });

  test('refuse what is none, with its row and column', async (t) => {
    const suite = await startDatasets(t);
    const types = { t: 'timestamp' };
    const table = { name: 'x', columns: ['t'], rows: [['2024-01-01'], [5], ['2023-02-29']], types };
    for (const { status, body } of [
      await post(suite, 't\n2024-01-01\n5\n2023-02-29\n', 'text/csv', types),
      await post(suite, JSON.stringify(table), 'application/json'),
    ]) {
      assert.equal(status, 422);
      const places = body.errors.map(({ row, column }: Record<string, unknown>) => [row, column]);
      assert.deepEqual(places, [
        [2, 't'],
        [3, 't'],
      ]);
      assert.match(body.errors[1].detail, /2024-02-29T12:00:00Z.*found.*2023-02-29/);
    }
  });
});
