// Programs a person runs: the command line and the Python examples, against a server, as their readers would.
import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../support/server.ts';

const root = join(import.meta.dirname, '../..');
const { client } = await startServer({ after });
const folder = mkdtempSync(join(tmpdir(), 'nabla-programs-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Ending {
  status: number | null;
  stdout: string;
  stderr: string;
}

function run(command: string, args: string[], input = ''): Promise<Ending> {
  const env = { ...process.env, NABLA_URL: client.url, NODE_NO_WARNINGS: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (output.stdout += chunk));
    child.stderr.on('data', (chunk) => (output.stderr += chunk));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...output }));
    child.stdin.end(input);
  });
}

const nabla = (args: string[], input?: string) =>
  run(process.execPath, [join(root, 'scripts/nabla.js'), ...args], input);
const example = (name: string) => join(root, 'examples', name);

test('nabla train makes a model of two files, nabla predict uses it', async () => {
  const trained = await nabla([
    'train',
    example('iris.json'),
    example('iris.csv'),
    '--epochs',
    '30',
  ]);
  assert.equal(trained.status, 0, trained.stderr);
  assert.match(trained.stderr, /^epoch 30 of 30 {2}loss 0\.\d+$/m);
  const result = JSON.parse(trained.stdout) as { model: string; version: number };
  assert.deepEqual([result.model, result.version], ['iris', 1]);
  const rows = 'sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n';
  const predicted = await nabla(['predict', 'iris', '-', '--version', '1'], rows);
  assert.equal(predicted.status, 0, predicted.stderr);
  assert.match(predicted.stdout, /^class,.*\nsetosa,0\.9/);
  writeFileSync(join(folder, 'rows.csv'), rows);
  const json = await nabla(['predict', 'iris', 'rows.csv', '--format', 'json']);
  assert.equal(JSON.parse(json.stdout).predictions[0].class, 'setosa');
});

test('nabla says what is wrong on one line, and ends with 1', async () => {
  writeFileSync(
    join(folder, 'spec.json'),
    '{ "network": { "inputSize": 4, "layers": [] }, "job": {} }',
  );
  const cases: [string[], RegExp][] = [
    [['trian'], /^nabla: there is no command 'trian'/],
    [['train', 'spec.json'], /^nabla: train takes a spec and a data file/],
    [['train', 'none.json', example('iris.csv')], /^nabla: none\.json cannot be read \(ENOENT\)/],
    [['train', 'spec.json', example('iris.csv')], /^nabla: \/layers: .*\n {2}\/layers: /],
    [['predict', 'none', example('iris.csv')], /^nabla: there is no model "none"/],
    [['predict', 'iris', 'rows.txt'], /^nabla: rows\.txt: a file ends in \.csv/],
    [['predict', 'iris', 'rows.csv', '--verson', '1'], /^nabla: Unknown option '--verson'/],
  ];
  for (const [args, expected] of cases) {
    const { status, stdout, stderr } = await nabla(args);
    assert.deepEqual([status, stdout], [1, ''], args.join(' '));
    assert.match(stderr, expected);
  }
  const help = await nabla(['help']);
  assert.equal(help.status, 0);
  for (const command of ['serve', 'train', 'predict'])
    assert.match(help.stdout, new RegExp(`nabla ${command} `));
});

test('nabla serve --help prints every setting', {
  skip: !existsSync(join(root, 'dist/server.js')),
}, async () => {
  const { status, stdout } = await nabla(['serve', '--help']);
  assert.equal(status, 0);
  assert.match(stdout, /NABLA_DATA_DIR/);
});

function python(code: string): SpawnSyncReturns<Buffer> {
  return spawnSync('python3', ['-c', code]);
}

test('the Python tour runs', {
  skip: python('').status !== 0 && 'there is no python3',
}, async () => {
  for (let time = 1; time <= 2; time += 1) {
    const { status, stdout, stderr } = await run('python3', [example('tour.py'), client.url]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /accuracy 0\.[89]/);
    assert.match(stdout, /setosa, virginica/);
  }
});

const noRequests = python('import requests').status !== 0 && 'python3 has no requests';
test('the notebook runs', { skip: noRequests }, async () => {
  const { status, stdout, stderr } = await run('python3', [example('notebook.py'), client.url]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /R² 0\.9/);
});
