// Rows that are left out because of a fault, when a client has asked for that instead of a refusal.
import { type Fault, maxFaults } from '../../errors.ts';

export interface Skipped {
  rows: number;
  /** Why: those that came first. */
  faults: Fault[];
}

export class Skips {
  readonly #faults: Fault[] = [];
  #rows = 0;

  /** One row. */
  add(faults: readonly Fault[]): void {
    this.#rows += 1;
    this.#faults.push(...faults.slice(0, maxFaults - this.#faults.length));
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  summary(): Skipped {
    return { rows: this.#rows, faults: [...this.#faults] };
  }
}
