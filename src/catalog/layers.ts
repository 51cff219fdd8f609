// Every layer type: native/layers, one row each; and the fields common to all.
import { type TSchema, Type } from 'typebox';
import type { CatalogEntry } from './entry.ts';

/** Units a layer may have: 2²⁰. */
const maxUnits = 1_048_576;

function units(description: string): TSchema {
  return Type.Integer({ minimum: 1, maximum: maxUnits, description });
}

function activation(description: string, fallback = 'identity'): TSchema {
  return Type.Unsafe({ ...Type.Ref('Activation'), default: fallback, description });
}

function weights(description: string): TSchema {
  return Type.Optional(
    Type.Unsafe({
      ...Type.Ref('Initializer'),
      description: `${description} Default: he-normal before the ReLU family, glorot-uniform otherwise.`,
    }),
  );
}

function biases(description: string): TSchema {
  return Type.Union([Type.Literal(false), Type.Ref('Initializer')], {
    default: 'zeros',
    description: `${description} \`false\`: none.`,
  });
}

/** Of every weight matrix of the layer, `what` in words; biases are never penalised. */
function penalties(what: string): Record<string, TSchema> {
  const penalty = (formula: string) =>
    Type.Number({
      default: 0,
      minimum: 0,
      description: `Weight of the penalty ${formula} on ${what}; its gradient is added in training.`,
    });
  return { l1: penalty('l1·Σ|w|'), l2: penalty('½·l2·Σw²') };
}

function stack(description: string): TSchema {
  return Type.Array(Type.Ref('Layer'), { description });
}

function choiceOf(values: string[], description: string): TSchema {
  return Type.Unsafe<string>({ type: 'string', enum: values, default: values[0], description });
}

const merges = ['concat', 'add', 'multiply', 'max'];

/** Given as `groups`, or as consecutive groups of one size. */
const groupFields: Record<string, TSchema> = {
  groups: Type.Optional(
    Type.Array(Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1 }), {
      minItems: 1,
      maxItems: maxUnits,
      description: 'The inputs of each output, numbered from 0; not with `size`.',
    }),
  ),
  size: Type.Optional(units('Inputs of each output, taken in turn; must divide the inputs.')),
};

function initializer(fallback: string, description: string): TSchema {
  return Type.Unsafe({ ...Type.Ref('Initializer'), default: fallback, description });
}

function epsilon(): TSchema {
  return Type.Number({
    default: 1e-5,
    exclusiveMinimum: 0,
    description: 'ε, which keeps the division finite.',
  });
}

const rows = [
  {
    type: 'dense',
    summary: 'Every unit sees every input.',
    formula: 'H = φ(X·W + b)',
    derivative: 'δ = ∂J/∂H ⊙ φ′(Z); ∂J/∂W = Xᵀ·δ; ∂J/∂b = Σ_rows δ; ∂J/∂X = δ·Wᵀ',
    parameters: {
      units: units('Number of units N.'),
      activation: activation('φ.'),
      weights: weights('First values of W, inputs × units.'),
      biases: biases('First values of b.'),
      ...penalties('W'),
    },
    example: [{ type: 'dense', units: 8, activation: 'tanh', l2: 1e-4 }],
  },
  {
    type: 'activation',
    summary: 'An activation, scalar or vector, as a layer of its own.',
    formula: 'H = φ(X)',
    derivative: '∂J/∂X = ∂J/∂H ⊙ φ′(X)',
    parameters: { activation: Type.Unsafe({ ...Type.Ref('Activation'), description: 'φ.' }) },
    example: [
      { type: 'dense', units: 8 },
      { type: 'activation', activation: { type: 'elu', alpha: 0.5 } },
    ],
  },
  {
    type: 'merge',
    summary: 'Joins the layers named in `inputs`.',
    formula: 'Y = [X₁ ‖ … ‖ X_L], X₁ + … + X_L, X₁ ⊙ … ⊙ X_L, or their maximum',
    derivative:
      'concat: the slices; add: ∂J/∂Y; multiply: ∂J/∂Y ⊙ ∏_{j≠i} X_j; max: ∂J/∂Y at the first maximum',
    parameters: {
      mode: choiceOf(merges, 'All but concat need inputs of one width.'),
    },
    example: [
      { type: 'dense', name: 'left', units: 4, activation: 'tanh' },
      { type: 'dense', name: 'right', units: 4, activation: 'relu', inputs: ['input'] },
      { type: 'merge', mode: 'multiply', inputs: ['left', 'right'] },
    ],
  },
  {
    type: 'skip',
    summary: 'A linear and a nonlinear view of the input side by side.',
    formula: 'H = [ X·C₁ + b₁ ‖ φ(X·C₂ + b₂) ]',
    derivative: '∂J/∂H splits in two; each half as in a dense layer; their ∂J/∂X are added',
    parameters: {
      linearUnits: units('Units of the linear part.'),
      units: units('Units of the nonlinear part.'),
      activation: activation('φ.'),
      linearWeights: weights('First values of C₁.'),
      linearBiases: biases('First values of b₁.'),
      weights: weights('First values of C₂.'),
      biases: biases('First values of b₂.'),
      ...penalties('C₁ and C₂'),
    },
    example: [{ type: 'skip', linearUnits: 2, units: 6, activation: 'tanh' }],
  },
  {
    type: 'residual',
    summary:
      'A sum of a linear and a nonlinear path, or, with `layers`, of the input and a stack of layers.',
    formula: 'H = (X·C₁ + b₁) + φ(X·C₂ + b₂), or H = X + F(X)',
    derivative: '∂J/∂H goes to both paths; their ∂J/∂X are added',
    parameters: {
      units: Type.Optional(units('Units of both paths; not with `layers`.')),
      layers: Type.Optional(stack('F: layers whose output is as wide as the input.')),
      activation: activation('φ.'),
      linearWeights: weights('First values of C₁.'),
      linearBiases: biases('First values of b₁.'),
      weights: weights('First values of C₂.'),
      biases: biases('First values of b₂.'),
      ...penalties('C₁ and C₂'),
    },
    excludes: {
      layers: [
        'units',
        'activation',
        'linearWeights',
        'linearBiases',
        'weights',
        'biases',
        'l1',
        'l2',
      ],
    },
    example: [
      { type: 'residual', units: 8, activation: 'tanh' },
      { type: 'residual', layers: [{ type: 'dense', units: 8, activation: 'relu' }] },
    ],
  },
  {
    type: 'parallel',
    summary: 'Branches that read the same input, joined.',
    formula: 'H = merge(F₁(X), …, F_L(X))',
    derivative: 'that of the merge, then of each branch; their ∂J/∂X are added',
    parameters: {
      branches: Type.Array(stack('One branch; an empty one is X itself.'), {
        minItems: 1,
        maxItems: 1000,
        description: 'Stacks of layers.',
      }),
      merge: choiceOf(merges, 'All but concat need branches of one width.'),
    },
    example: [
      {
        type: 'parallel',
        merge: 'concat',
        branches: [[], [{ type: 'dense', units: 6, activation: 'tanh' }]],
      },
    ],
  },
  {
    type: 'gated',
    summary: 'A linear layer whose outputs are let through by a gate.',
    formula: 'H = γ(X·G + d) ⊙ (X·C + b)',
    derivative: 'gate: ∂J/∂H ⊙ (X·C + b), then γ′; linear part: ∂J/∂H ⊙ gate',
    parameters: {
      units: units('Number of units.'),
      gate: activation(
        'γ: an activation with values from 0 to 1, or softmax over the units.',
        'sigmoid',
      ),
      weights: weights('First values of C.'),
      biases: biases('First values of b.'),
      gateWeights: weights('First values of G.'),
      gateBiases: biases('First values of d.'),
      ...penalties('C and G'),
    },
    example: [{ type: 'gated', units: 8, gate: 'sigmoid' }],
  },
  {
    type: 'maxout',
    summary: 'Each unit is the largest of several affine functions (Goodfellow et al. 2013).',
    formula: 'h_j = max_l (X·W + b)_{j·pieces + l}',
    derivative: '∂J/∂h_j goes to the first maximum',
    parameters: {
      units: units('Number of units.'),
      pieces: Type.Integer({
        minimum: 1,
        maximum: maxUnits,
        default: 2,
        description: 'Affine functions of each unit.',
      }),
      weights: weights('First values of W, inputs × (units · pieces).'),
      biases: biases('First values of b.'),
      ...penalties('W'),
    },
    example: [{ type: 'maxout', units: 4, pieces: 3 }],
  },
  {
    type: 'max',
    summary: 'Largest input of each group.',
    formula: 'y_i = max_{l∈S_i} x_l',
    derivative: '∂y_i/∂x_l = 1 at the first maximum, 0 elsewhere',
    parameters: groupFields,
    example: [
      { type: 'dense', units: 8 },
      { type: 'max', size: 2 },
    ],
  },
  {
    type: 'product',
    summary: 'Product of the inputs of each group.',
    formula: 'y_i = ∏_{l∈S_i} x_l',
    derivative: '∂y_i/∂x_j = ∏_{l∈S_i, l≠j} x_l',
    parameters: groupFields,
    example: [
      { type: 'dense', units: 4 },
      {
        type: 'product',
        groups: [
          [0, 1],
          [1, 2, 3],
        ],
      },
    ],
  },
  {
    type: 'power-product',
    summary:
      'Products of powers of the inputs, with learned exponents (fixed with `trainable: false`).',
    formula: 'y_i = ∏_l z_l^{α_li}',
    derivative: '∂y_i/∂z_j = α_ji·y_i/z_j; ∂y_i/∂α_ji = y_i·ln z_j',
    parameters: {
      units: units('Number of products.'),
      exponents: initializer('glorot-uniform', 'First values of α, inputs × units.'),
      domain: choiceOf(
        ['positive', 'absolute'],
        'positive: inputs must be > 0; absolute: ≠ 0, and |z| is taken. Others give NaN, and powers beyond the dtype infinity; training then ends as diverged.',
      ),
      ...penalties('α'),
    },
    example: [{ type: 'power-product', units: 4 }],
  },
  {
    type: 'rbf',
    summary: 'Radial basis functions: each unit answers to the distance from its centre.',
    formula:
      'gaussian exp(−r²/2h²), multiquadric √(r² + h²), inverse-multiquadric 1/√(r² + h²), r = ‖x − μ_i‖',
    derivative:
      'gaussian: ∂K/∂μ = K·(x−μ)/h², ∂K/∂h = K·r²/h³; multiquadric: −(x−μ)/K, h/K; inverse: K³·(x−μ), −K³·h',
    parameters: {
      units: units('Number of units.'),
      kernel: choiceOf(['gaussian', 'multiquadric', 'inverse-multiquadric'], 'K.'),
      shape: choiceOf(
        ['spherical', 'per-dimension'],
        'One spread h a unit, or one for each of its dimensions: then Σ_l ((x_l − μ_l)/h_l)² stands for r² and 1 for h.',
      ),
      normalized: Type.Boolean({
        default: false,
        description: 'Divide by the sum over the units.',
      }),
      placement: choiceOf(
        ['initial', 'k-means'],
        'initial: as `centers` and `spreads` say. k-means: when training begins, centres by k-means (k-means++ start, seeded; at most 100 rounds, fewer once no centre moves by 10⁻⁴ of the spread of the rows) on what the layer reads, and h = d_max/√(2·units), d_max being their largest distance. Until then the layer has its first values, as with `initial`.',
      ),
      centers: initializer('normal', 'First values of μ, units × inputs.'),
      spreads: Type.Unsafe({
        ...Type.Ref('Initializer'),
        default: { type: 'constant', value: 1 },
        description: 'First values of h.',
      }),
    },
    example: [{ type: 'rbf', units: 8, kernel: 'gaussian', normalized: true }],
  },
  {
    type: 'dropout',
    summary:
      'Leaves out inputs at random in training (Srivastava et al. 2014); the identity in prediction.',
    formula: 'y = x·m/(1 − rate), m = 0 with probability rate, else 1',
    derivative: '∂J/∂x = ∂J/∂y·m/(1 − rate)',
    parameters: {
      rate: Type.Number({
        default: 0.5,
        minimum: 0,
        exclusiveMaximum: 1,
        description: 'Share of inputs left out.',
      }),
    },
    example: [
      { type: 'dense', units: 8, activation: 'tanh' },
      { type: 'dropout', rate: 0.2 },
    ],
  },
  {
    type: 'batch-norm',
    summary:
      'Standardises each column over the batch; in prediction by running statistics (Ioffe, Szegedy 2015).',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β',
    derivative: '∂J/∂x = γ/√(σ² + ε)·(∂J/∂y − mean(∂J/∂y) − x̂·mean(∂J/∂y·x̂))',
    parameters: {
      momentum: Type.Number({
        default: 0.1,
        minimum: 0,
        maximum: 1,
        description: 'Share of the batch in each update of the running statistics.',
      }),
      epsilon: epsilon(),
    },
    example: [
      { type: 'dense', units: 8 },
      { type: 'batch-norm' },
      { type: 'activation', activation: 'relu' },
    ],
  },
  {
    type: 'layer-norm',
    summary: 'Standardises each row over its columns (Ba, Kiros, Hinton 2016).',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β, μ and σ² of the row',
    derivative: '∂J/∂x = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε), g = γ·∂J/∂y',
    parameters: { epsilon: epsilon() },
    example: [
      { type: 'dense', units: 8 },
      { type: 'layer-norm' },
      { type: 'activation', activation: 'relu' },
    ],
  },
  {
    type: 'scale',
    summary: 'Scales and shifts each column by learned amounts: a dense layer whose W is diagonal.',
    formula: 'y = s·x + t, column by column',
    derivative: '∂J/∂x = s·∂J/∂y, ∂J/∂s = Σ x·∂J/∂y, ∂J/∂t = Σ ∂J/∂y over the rows',
    parameters: {},
    example: [{ type: 'scale' }, { type: 'dense', units: 8, activation: 'tanh' }],
  },
] as const satisfies readonly CatalogEntry[];

export type LayerType = (typeof rows)[number]['type'];

/** No dot: parameters are named `<layer>.<parameter>`. */
export const LayerName = Type.String({
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_ -]{0,127}$',
  'x-expected': 'a layer name: 1 to 128 letters, digits, "_", "-" and spaces',
});

/** What every layer may say beside its own parameters. */
export const layerFields: Readonly<Record<string, TSchema>> = {
  name: Type.Optional(
    Type.Unsafe<string>({
      ...LayerName,
      description: 'Default: the type and a number, as in `dense1`.',
    }),
  ),
  inputs: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
      minItems: 1,
      maxItems: 1000,
      description: 'Names of the layers read, or `input`; default: the layer before.',
    }),
  ),
  trainable: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'False keeps the parameters as they are in training.',
    }),
  ),
};

export const layers: readonly CatalogEntry[] = rows;
