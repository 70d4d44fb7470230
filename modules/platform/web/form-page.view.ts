import { randomUUID } from 'node:crypto';
import type { FormDefinition } from './form-fields';
import type { FormState } from './forms';
import { page, type PageView } from './page-response';

/**
 * A form on a page of its own; what was typed before is not lost. The template may know more than the definition.
 * What is carried along unseen stays as it was sent while a field is put right, and is new after a conflict.
 */
export const formPage = <D extends FormDefinition>(
  template: string,
  definition: D,
  form: FormState,
  action: string,
  backPath: string,
): PageView =>
  page(template, {
    lead: null,
    ...definition,
    hidden: (definition.hidden ?? []).map((field) => {
      const sent = form.status === 422 ? form.values[field.name] : undefined;
      return typeof sent === 'string' ? { ...field, value: sent } : field;
    }),
    action,
    backPath,
    requestId: randomUUID(),
    form: { ...form, values: form.summary.length > 0 ? form.values : definition.values },
  });
