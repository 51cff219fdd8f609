// The direction of imports: routes → {datasets, networks, training, models} → storage, native.
// Process environment and console are Biome's part (biome.json), includes in C++ scripts/includes.js.

const services = '^src/(datasets|networks|training|models)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no direction. Types may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'leaves',
      comment: 'catalog and errors import nothing of nabla but themselves.',
      severity: 'error',
      from: { path: '^src/(catalog/|errors\\.ts$)' },
      to: { path: '^src/', pathNot: '^src/(catalog/|errors\\.ts$)' },
    },
    {
      name: 'services-below-routes',
      comment:
        'Services and what they stand on know neither routes nor the web framework. Of src/http they ' +
        'use what is part of their own promise: names, faults, conditions, idempotency keys, how JSON is read.',
      severity: 'error',
      from: { path: `${services}|^src/(storage/|native\\.ts$|config\\.ts$)` },
      to: {
        path: '^src/(routes|http)/|^src/(app|server)\\.ts$|node_modules/(@fastify/|fastify/)',
        pathNot: '^src/http/(names|faults|preconditions|idempotency|json-body)\\.ts$',
      },
    },
    {
      name: 'onnx-below-services',
      comment: 'ONNX is a language: it knows the catalogue and what a network is, no service.',
      severity: 'error',
      from: { path: '^src/onnx/' },
      to: { path: '^src/', pathNot: '^src/(onnx|catalog)/|^src/(errors|native)\\.ts$' },
    },
    {
      name: 'storage-below-services',
      comment: 'Storage knows records and files, not what they mean. It may name types.',
      severity: 'error',
      from: { path: '^src/storage/' },
      to: { path: services, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'database-in-storage-only',
      comment: 'SQL stays behind the stores.',
      severity: 'error',
      from: { pathNot: '^src/storage/' },
      to: { path: 'node_modules/better-sqlite3', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'addon-in-native-only',
      comment: 'Only native.ts loads the addon; nobody else needs createRequire.',
      severity: 'error',
      from: { pathNot: '^src/native\\.ts$' },
      to: { path: '(^module$|^node:module$|\\.node$)' },
    },
    {
      name: 'declared-dependencies',
      comment: 'What the server imports is in "dependencies".',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'Except packages that have types only at that path; tsc resolves those.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^fastify/types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
