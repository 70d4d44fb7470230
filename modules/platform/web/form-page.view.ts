import { randomUUID } from 'node:crypto';
import type { FormDefinition } from './form-fields';
import type { FormState } from './forms';
import { page, type PageView } from './page-response';

/** A form on a page of its own; what was typed before is not lost. The template may know more than the definition. */
export const formPage = <D extends FormDefinition>(
  template: string,
  definition: D,
  form: FormState,
  action: string,
  backPath: string,
): PageView =>
  page(template, {
    lead: null,
    hidden: [],
    ...definition,
    action,
    backPath,
    requestId: randomUUID(),
    form: { ...form, values: form.summary.length > 0 ? form.values : definition.values },
  });
