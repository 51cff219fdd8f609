// Every schedule of native/schedules/list.h beside PyTorch's, step by step; and the catalogue's rows
// against the list.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { schedules as catalogue } from '../../src/catalog/schedules.ts';
import { kernels } from '../support/kernels.ts';

interface Fixture {
  learningRate: number;
  stepsPerEpoch: number;
  steps: number;
  cases: { schedule: { type: string }; observed: number[]; rates: number[] }[];
}

const path = new URL('../fixtures/learning/torch-schedules.json', import.meta.url);
const fixture = JSON.parse(readFileSync(path, 'utf8')) as Fixture;

test('the catalogue lists the same schedules with the same parameters', () => {
  const own = (parameters: object) =>
    Object.keys(parameters).filter((name) => !/^warmup/.test(name));
  const plateau = ['metric', 'patience', 'threshold', 'cooldown'];
  assert.deepEqual(
    catalogue.map(({ type, parameters }) => ({ type, parameters: own(parameters).sort() })),
    kernels.list().schedules.map(({ name, parameters, counts, watches }) => ({
      type: name,
      parameters: [...parameters, ...(counts ? ['per'] : []), ...(watches ? plateau : [])].sort(),
    })),
  );
});

for (const { schedule, observed, rates } of fixture.cases) {
  test(`${JSON.stringify(schedule)} has PyTorch's rates`, () => {
    const { learningRate, stepsPerEpoch, steps } = fixture;
    const found = kernels.scheduleRates({
      ...{ schedule, learningRate, stepsPerEpoch, observed: Float64Array.from(observed) },
      // PyTorch counts the rate after the last step of a cycle as one of its own.
      steps: schedule.type === 'one-cycle' ? steps + 1 : steps,
    });
    const errors = rates.map((rate, i) => Math.abs((found[i] as number) - rate));
    assert.ok(Math.max(...errors) <= 1e-12, `${Math.max(...errors)}`);
  });
}

test('every schedule is compared', () => {
  const compared = new Set(fixture.cases.map(({ schedule }) => schedule.type));
  assert.deepEqual([...compared].sort(), catalogue.map(({ type }) => type).sort());
});
