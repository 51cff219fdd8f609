// The catalogue's pages as Markdown, made of its rows: no fact is written here that a row could say.
import { exampleData, exampleRequests } from '../../src/catalog/examples.ts';
import { layerFields } from '../../src/catalog/layers.ts';

/** What stands above the rows of a kind: a heading, the meaning of the letters, and where it is chosen. */
export const kinds = {
  activations: {
    title: 'Activations',
    where: 'the field `activation` of a layer (or `gate` of a gated one)',
    notation:
      'z is what a unit has summed up, φ(z) what it passes on. A vector activation takes the whole row z and gives a row y = φ(z); J is the loss.',
  },
  losses: {
    title: 'Losses',
    where: 'the field `loss` of a training job and of `:inspect`',
    notation:
      'y is an output of the network, d its target, e = y − d the error; the loss of a row is the sum of ψ over its outputs. A loss that names an activation is fused with it: the network must end in it, and the derivative is taken before it, at z, without a division or a logarithm of 0.',
  },
  initializers: {
    title: 'Initialisers',
    where: 'the fields `weights` and `biases` of a layer, and wherever a layer has first values',
    notation:
      'w is any one weight; fanIn and fanOut are the inputs and units of the layer. What is drawn depends on the seed of the network and the name of the layer alone: the same spec gives the same bits.',
  },
  optimizers: {
    title: 'Optimisers and full-batch solvers',
    where: 'the field `optimizer` of a training job',
    notation:
      'w is a weight, g its gradient, η the learning rate, t the number of the step; every other letter is a parameter below or memory that starts at 0. Squares and roots are by element. The plots show 40 steps down one quadratic valley, at the learning rate that gets lowest soonest there.',
  },
  schedules: {
    title: 'Learning-rate schedules',
    where: 'the field `schedule` of a training job',
    notation:
      'η is the learning rate of the optimiser, t counts steps or epochs from 0, s is the share of all steps that are done. The plots show the rate over the 120 steps of the example, in units of η.',
  },
  layers: {
    title: 'Layers',
    where: 'the field `layers` of a network',
    notation:
      'X is the input of the layer, one row a row of the batch; H or Y its output, δ the gradient of the loss J before the activation. ⊙ multiplies element by element, ‖ stands between columns set side by side.',
  },
};

const bound = (schema) => {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low === undefined && high === undefined) return '';
  if (high === undefined) return ` ${minimum === undefined ? '>' : '≥'} ${number(low)}`;
  if (low === undefined) return ` ${maximum === undefined ? '<' : '≤'} ${number(high)}`;
  return ` in ${minimum === undefined ? '(' : '['}${number(low)}, ${number(high)}${maximum === undefined ? ')' : ']'}`;
};

function number(value) {
  const whole = Number.isInteger(value) && Math.abs(value) >= 10_000;
  return (whole ? value.toLocaleString('en-US') : String(value)).replace('-', '−');
}

const references = {
  Activation: '[activation](activations.md)',
  Initializer: '[initialiser](initializers.md)',
  Layer: '[layer](layers.md)',
};

const plural = (text) => text.replace(/^(\[?)(number|integer|string|array|layer)\b/, '$1$2s');

/** A JSON Schema in a few words. */
function range(schema) {
  if (schema.$ref !== undefined)
    return references[schema.$ref.replace(/^.*\//, '').replace(/#$/, '')];
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(range).join(' or ');
  if (schema.type === 'array') return `array of ${plural(range(schema.items))}`;
  if (schema.type === 'null') return '`null`';
  return `${schema.type}${bound(schema)}`;
}

function byDefault(name, schema, required) {
  if ('default' in schema) return `\`${JSON.stringify(schema.default)}\``;
  return required.includes(name) ? 'required' : '–';
}

const cell = (text) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

function parameterTable(parameters, required) {
  const rows = Object.entries(parameters).map(([name, schema]) => {
    const cells = [`\`${name}\``, range(schema), byDefault(name, schema, required)];
    return `| ${[...cells, schema.description ?? ''].map(cell).join(' | ')} |`;
  });
  return ['| parameter | range | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

/** JSON over lines of at most 96 characters, as people write it. */
function json(value, indent = 0, before = 0) {
  const flat = JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/\[ /g, '[')
    .replace(/ \]/g, ']');
  if (indent + before + flat.length <= 96 || typeof value !== 'object') return flat;
  const pad = ' '.repeat(indent + 2);
  const lines = Array.isArray(value)
    ? value.map((item) => pad + json(item, indent + 2))
    : Object.entries(value).map(
        ([key, item]) => `${pad}"${key}": ${json(item, indent + 2, key.length + 4)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${' '.repeat(indent)}${close}`;
}

const post = (path, body) => `post ${path} '${json(body)}'`;

const shell = (...lines) => ['```sh', ...lines, '```'].join('\n');

function setUp() {
  return [
    'The examples run against a server at its default address. Once in a shell:',
    shell(
      'url=http://127.0.0.1:8080',
      `post() { curl -sS -X POST -H 'content-type: application/json' "$url$1" -d "$2"; echo; }`,
      post('/v1/datasets', exampleData),
    ),
  ];
}

function facts(kind, entry) {
  if (kind === 'losses') {
    const takes = {
      numbers: 'any numbers',
      counts: 'counts, from 0',
      probabilities: 'two classes, or numbers from 0 to 1 for each output',
      distribution: 'one column of classes, or a distribution over the outputs',
    };
    const { outputActivation: end } = entry;
    const fused = end === null ? [] : [`Fused with \`${end}\`, in which the network must end.`];
    return [`Targets: ${takes[entry.targets]}.`, ...fused];
  }
  if (entry.vector === true) return ['A vector activation.'];
  if (entry.source !== undefined) return [`After ${entry.source}.`];
  return [];
}

function section(kind, entry, picture) {
  const { network, job } = exampleRequests(kind, entry);
  const formula = [
    '```text',
    entry.formula,
    ...(entry.derivative ? [entry.derivative] : []),
    '```',
  ];
  const own = Object.keys(entry.parameters).length > 0;
  return [
    `## ${entry.type}`,
    [entry.summary, ...facts(kind, entry)].join(' '),
    formula.join('\n'),
    ...(picture ? [`![${entry.type}](${picture})`] : []),
    own ? parameterTable(entry.parameters, entry.required) : 'No parameters.',
    shell(post('/v1/networks', network), post('/v1/training-jobs', job)),
  ];
}

const generated = '<!-- Made by `npm run docs` from src/catalog; changes here are lost. -->';

/** The fields that every layer takes beside its own. */
function commonToLayers() {
  return ['Every layer takes these beside its own parameters:', parameterTable(layerFields, [])];
}

/** A page: `entries` as the API renders them, `pictures` their paths by type where they have one. */
export function page(kind, entries, pictures) {
  const { title, where, notation } = kinds[kind];
  const parts = [
    generated,
    `# ${title}`,
    `Chosen by ${where}: a name, or an object with \`type\` and parameters. ${notation}`,
    ...(kind === 'layers' ? commonToLayers() : []),
    entries.map(({ type }) => `[${type}](#${type})`).join(' · '),
    ...setUp(),
    ...entries.flatMap((entry) => section(kind, entry, pictures[entry.type])),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function indexPage(catalog) {
  const lists = Object.keys(kinds).flatMap((kind) => [
    `## [${kinds[kind].title}](${kind}.md)`,
    [
      '| type | |',
      '|---|---|',
      ...catalog[kind].map(
        ({ type, summary }) => `| [${type}](${kind}.md#${type}) | ${cell(summary)} |`,
      ),
    ].join('\n'),
  ]);
  const parts = [
    generated,
    '# The catalogue',
    'Everything a network or a training job can be made of, with formula, derivative, parameters and an example that runs. `GET /v1/catalog` of a running server answers the same facts as JSON.',
    ...lists,
  ];
  return `${parts.join('\n\n')}\n`;
}
