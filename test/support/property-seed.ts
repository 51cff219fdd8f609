// Loaded before every test file: property tests draw the same cases in every run, so that a run fails
// only when the code does. PROPERTY_SEED=<integer> explores others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261121) });
