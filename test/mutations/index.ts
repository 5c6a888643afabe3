import type { Mutation } from './mutation.ts';
import { data } from './rooms/data.ts';
import { editor } from './rooms/editor.ts';
import { exporting } from './rooms/exporting.ts';
import { network } from './rooms/network.ts';
import { runs } from './rooms/runs.ts';
import { training } from './rooms/training.ts';
import { window } from './rooms/window.ts';

export const mutations: readonly Mutation[] = [
  ...editor,
  ...network,
  ...training,
  ...data,
  ...runs,
  ...exporting,
  ...window,
];
