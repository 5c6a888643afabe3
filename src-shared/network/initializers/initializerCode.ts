import { initializerCatalogue, type InitializerKind, type InitializerSpec } from '.';
import type { KerasArgument } from '../../frameworks/kerasArguments';
import type { Json } from '../../json';
import type { KerasLibrary } from '../../frameworks/layerCode';
import type { InitializerDefinition, InitializerOptions } from './initializer';
import {
  camelCase,
  expression,
  snakeCase,
  writeJavaScriptCall,
  writePythonCall,
  type CodeValue,
  type Language,
} from '../../frameworks/values';

/** How an initializer is written in each framework, and recognized in a stored model. */
export interface InitializerCode {
  readonly className: string;
  /** tfjs's, where it is another one. */
  readonly tfjsClassName?: string;
  /** Keras's names of the options it reads. */
  readonly options?: { readonly [Name in keyof InitializerOptions]?: string };
  /** What Keras stores it as where it scales by the fans. */
  readonly varianceScaling?: {
    readonly scale: number;
    readonly mode: 'fan_in' | 'fan_avg';
    readonly distribution: 'normal' | 'uniform';
  };
  /** A statement that sets a PyTorch tensor. */
  pytorch(tensor: string, options: InitializerOptions): string;
}

function split(spec: InitializerSpec): { definition: InitializerDefinition; options: InitializerOptions } {
  const { kind, ...options } = typeof spec === 'string' ? { kind: spec } : spec;
  const definition = initializerCatalogue[kind];
  return { definition, options: { ...definition.defaults, ...options } };
}

/** The name alone where the options are the usual ones, otherwise the class with them. */
export function writeInitializer(spec: InitializerSpec, language: Language): CodeValue {
  const { definition, options } = split(spec);
  const { className, tfjsClassName = className, options: names = {} } = definition.code;
  const written = (Object.entries(names) as [keyof InitializerOptions, string][])
    .filter(([option]) => options[option] !== definition.defaults[option])
    .map(([option, name]) => ({ name, value: options[option] ?? null }));
  const name = snakeCase(language === 'python' ? className : tfjsClassName);
  if (written.length === 0) return language === 'python' ? name : camelCase(name);
  return expression(
    language === 'python'
      ? writePythonCall(`keras.initializers.${className}`, written)
      : writeJavaScriptCall(`tf.initializers.${camelCase(name)}`, written),
  );
}

/** The class with the options that are not the usual ones, as stored models have it. */
function storeInitializer(spec: InitializerSpec, library: KerasLibrary): Json {
  const { definition, options } = split(spec);
  const { className, tfjsClassName = className, options: names = {} } = definition.code;
  const stored = (Object.entries(names) as [keyof InitializerOptions, string][])
    .filter(([option]) => options[option] !== undefined)
    .map(([option, name]) => [name, options[option] ?? null] as const);
  return {
    class_name: library === 'tfjs' ? tfjsClassName : className,
    config: Object.fromEntries(stored),
  };
}

export function initializeInPytorch(tensor: string, spec: InitializerSpec): string {
  const { definition, options } = split(spec);
  return definition.code.pytorch(tensor, options);
}

/** An initializer from a stored model, by its name or as a class with its configuration; null where it is none of ours. */
export function readInitializer(stored: unknown): InitializerSpec | null {
  const { className, config } = nameAndConfig(stored);
  const plainName = className.replaceAll('_', '').toLowerCase();
  for (const kind of Object.keys(initializerCatalogue) as InitializerKind[]) {
    const { code, defaults } = initializerCatalogue[kind];
    if (
      plainName === 'variancescaling' ? scalesAlike(code, config) : code.className.toLowerCase() === plainName
    ) {
      const options: Record<string, number> = {};
      for (const [option, name] of Object.entries(code.options ?? {})) {
        const value = config[name];
        if (typeof value === 'number' && value !== defaults[option as keyof InitializerOptions]) {
          options[option] = value;
        }
      }
      return Object.keys(options).length === 0 ? kind : { kind, ...options };
    }
  }
  return null;
}

function nameAndConfig(stored: unknown): { className: string; config: Readonly<Record<string, unknown>> } {
  if (typeof stored === 'string') return { className: stored, config: {} };
  const { class_name, className, config } = (stored ?? {}) as Record<string, unknown>;
  return {
    className: String(class_name ?? className ?? ''),
    config: (config ?? {}) as Readonly<Record<string, unknown>>,
  };
}

/** tfjs writes `fanIn` and `normal`; Keras `fan_in` and `truncated_normal`. */
function scalesAlike(
  { varianceScaling }: InitializerCode,
  config: Readonly<Record<string, unknown>>,
): boolean {
  if (varianceScaling === undefined) return false;
  const mode = String(config['mode'] ?? 'fan_in')
    .replace(/([A-Z])/g, '_$1')
    .toLowerCase();
  const distribution = String(config['distribution'] ?? 'normal').replace('truncated_', '');
  return (
    varianceScaling.scale === Number(config['scale'] ?? 1) &&
    varianceScaling.mode === mode &&
    varianceScaling.distribution === distribution
  );
}

/** An argument of Keras that takes an initializer. */
export function initializer(name: string): KerasArgument {
  return {
    name,
    usual: 'glorotUniform',
    write: (value, language) => writeInitializer(value as InitializerSpec, language),
    store: (value, library) => storeInitializer(value as InitializerSpec, library),
    read: (value) => readInitializer(value) ?? undefined,
  };
}
