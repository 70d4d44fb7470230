import { FormActs } from '../platform/web/form-acts';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { CapacityFormBuilder, CapacityFormTarget, CapacityPages } from './capacity-pages.view';
import { pathOf } from './capacity.view';

export type PageResult = Promise<PageView | PageRedirect>;
export const SAVED = { kind: 'success', key: 'capacity:saved' } as const;

/** Forms of capacity building: each is shown by `pages`, and leads back to its target once it is saved. */
export const capacityActs = (pages: () => CapacityPages) =>
  new FormActs<CapacityFormTarget, CapacityFormBuilder>(
    ({ mawa }, target, build, form) =>
      pages().form(mawa.actor!, mawa.language, target, build, form),
    ({ back }) => redirect(back, SAVED),
  );

export const trainingTarget = (id: string, act: string): CapacityFormTarget => ({
  id,
  action: `${pathOf(id)}/${act}`,
  back: pathOf(id),
});
