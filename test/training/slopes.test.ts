// The slope of a chain of steps against central differences of the chain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Step } from '../../src/native-data.ts';
import { applySteps, slopeOfSteps } from '../../src/training/transforms.ts';

const chains: Step[][] = [
  [],
  [{ type: 'scale', offset: 3, spread: 0.25 }],
  [{ type: 'log' }, { type: 'scale', offset: 1, spread: 2 }],
  [{ type: 'log1p' }],
  [{ type: 'clip', min: 0.5, max: 9 }, { type: 'log' }],
  [{ type: 'scale', offset: -1, spread: 4 }, { type: 'log1p' }, { type: 'clip', max: 3 }],
];

test('the slope of a chain is that of finite differences', () => {
  const h = 1e-5;
  for (const chain of chains) {
    for (const value of [0.75, 1, 2.5, 8]) {
      const slope = slopeOfSteps(chain, applySteps(chain, value));
      const difference = (applySteps(chain, value + h) - applySteps(chain, value - h)) / (2 * h);
      // h²/6 · f‴ and rounding of 2⁻⁵³ / h are both below 10⁻⁹ here.
      assert.ok(Math.abs(slope - difference) < 1e-8, `${JSON.stringify(chain)} at ${value}`);
    }
  }
});

test('what is cut off, or constant, has no slope', () => {
  const clip: Step[] = [{ type: 'clip', min: 0, max: 1 }];
  assert.deepEqual(
    [-3, 0, 1, 5].map((value) => slopeOfSteps(clip, applySteps(clip, value))),
    [0, 0, 0, 0],
  );
  assert.equal(slopeOfSteps([{ type: 'scale', offset: 2, spread: 0 }], 0), 0);
});
