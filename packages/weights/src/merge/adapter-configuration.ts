/**
 * What `adapter_config.json` of a PEFT LoRA adapter says, as far as merging needs it.
 * Invariant: whatever would make W + scale * B A the wrong formula is refused by name: other adapter kinds, DoRA, fan_in_fan_out,
 * trained biases, whole modules saved, initialisations that change the base.
 * Source: peft/tuners/lora/config.py and layer.py.
 */
import { readFile } from 'node:fs/promises';
import { makeWeightsError } from '../errors/weights-error.ts';

export interface AdapterConfiguration {
  /** The rank for modules without a pattern of their own. */
  readonly rank: number;
  readonly alpha: number;
  /** Alpha for modules whose name matches (PEFT takes the key as a regular expression for the name's end). */
  readonly alphaPatterns: readonly { readonly pattern: RegExp; readonly alpha: number }[];
  /** Whether the scale is alpha / sqrt(rank) instead of alpha / rank. */
  readonly isRankStabilised: boolean;
}

type Json = Record<string, unknown>;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Initialisations that leave the base's weights alone. */
const harmlessInitialisations: ReadonlySet<unknown> = new Set([
  undefined,
  null,
  true,
  false,
  'gaussian',
  'eva',
  'orthogonal',
]);

function findObstacle(config: Json): string | undefined {
  if (config.peft_type !== 'LORA') return `peft_type is ${String(config.peft_type)}, only LORA can be merged`;
  if (config.bias !== undefined && config.bias !== 'none')
    return `bias is ${String(config.bias)}, only none can be merged`;
  const mustBeEmpty = [
    'fan_in_fan_out',
    'use_dora',
    'use_qalora',
    'lora_bias',
    'modules_to_save',
    'layer_replication',
    'target_parameters',
    'trainable_token_indices',
    'alora_invocation_tokens',
    'arrow_config',
  ];
  for (const key of mustBeEmpty) if (!isEmpty(config[key])) return `${key} is set, which cannot be merged`;
  const initialisation = config.init_lora_weights;
  if (!harmlessInitialisations.has(initialisation))
    return `init_lora_weights is ${String(initialisation)}, which changes the base`;
  return undefined;
}

function readPatterns(value: unknown): AdapterConfiguration['alphaPatterns'] | undefined {
  if (isEmpty(value)) return [];
  const entries = Object.entries(value as Json);
  if (entries.some(([, alpha]) => typeof alpha !== 'number')) return undefined;
  try {
    return entries.map(([key, alpha]) => ({
      pattern: new RegExp(`^(?:.*\\.)?(?:${key})$`),
      alpha: alpha as number,
    }));
  } catch {
    return undefined;
  }
}

/**
 * Reads and checks an adapter's configuration.
 * @param path of `adapter_config.json`
 * @throws SlipwayError `weights-file-invalid` naming the field that stands in the way
 */
export async function readAdapterConfiguration(path: string): Promise<AdapterConfiguration> {
  const fail = (message: string, cause?: unknown) =>
    makeWeightsError('weights-file-invalid', `${path}: ${message}`, {
      hint: 'Train a plain LoRA adapter with peft (LoraConfig with bias="none") and save it with save_pretrained.',
      cause,
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw fail('the adapter configuration cannot be read as JSON', cause);
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw fail('the adapter configuration is no JSON object');
  const config = parsed as Json;
  const obstacle = findObstacle(config);
  if (obstacle !== undefined) throw fail(obstacle);
  const { r: rank, lora_alpha: alpha } = config;
  if (!Number.isSafeInteger(rank) || (rank as number) < 1) throw fail('r is no positive integer');
  if (typeof alpha !== 'number' || !Number.isFinite(alpha)) throw fail('lora_alpha is no number');
  const alphaPatterns = readPatterns(config.alpha_pattern);
  if (!alphaPatterns) throw fail('alpha_pattern is no map from module to number');
  return { rank: rank as number, alpha, alphaPatterns, isRankStabilised: config.use_rslora === true };
}

/**
 * The factor before B A for one module.
 * @param module its name in the model, without PEFT's prefix
 * @param rank of its own factors
 */
export function computeScale(configuration: AdapterConfiguration, module: string, rank: number): number {
  const special = configuration.alphaPatterns.find(({ pattern }) => pattern.test(module));
  const alpha = special?.alpha ?? configuration.alpha;
  return alpha / (configuration.isRankStabilised ? Math.sqrt(rank) : rank);
}
