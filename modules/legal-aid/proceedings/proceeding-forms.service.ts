import {
  BadRequestException,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { LegalPages, type LegalFormContext } from './legal-pages.view';
import type { formsIn } from './legal.form';
import { SAVED } from './proceedings.pages.controller';
import type { FormDefinition } from '../../platform/web/form-fields';

export type PageResult = Promise<PageView | PageRedirect>;
export type FormBody = Record<string, unknown>;
export type ProceedingFormBuilder = (
  forms: ReturnType<typeof formsIn>,
  context: LegalFormContext,
) => FormDefinition | Promise<FormDefinition>;

/** Actor, proceeding and case of a form, and the address that it is posted to. */
export interface ProceedingFormTarget {
  readonly actor: Actor;
  readonly language: Language;
  /** The file. */
  readonly id: string;
  /** The proceeding. */
  readonly of: string;
  /** Below the proceeding: "orders/<id>/steps". */
  readonly path: string;
}

/** The place of a request; `path` as the route writes it, its ids those of the address. */
export const ProceedingTarget = createParamDecorator(
  (path: string, context: ExecutionContext): ProceedingFormTarget => {
    const { params, mawa } = context.switchToHttp().getRequest<FastifyRequest>();
    const ids = params as Readonly<Record<string, string>>;
    if (!Object.values(ids).every((id) => isUUID(id))) throw new BadRequestException();
    return {
      actor: mawa.actor!,
      language: mawa.language,
      id: ids.id!,
      of: ids.proceedingId!,
      path: path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name]!),
    };
  },
);

export const proceedingPath = ({ id, of }: ProceedingFormTarget): string =>
  `/people/${id}/legal/${of}`;

/** A form about one particular of a proceeding: shown, taken, and shown again with what is wrong. */
@Injectable()
export class ProceedingForms {
  constructor(private readonly pages: LegalPages) {}

  show(
    place: ProceedingFormTarget,
    build: ProceedingFormBuilder,
    form = newForm(),
  ): Promise<PageView> {
    const { actor, language, id, of, path } = place;
    const at = { id, proceedingId: of, path: `/${of}/${path}` };
    return this.pages.form(actor, language, at, build, form);
  }

  take<T extends object>(
    place: ProceedingFormTarget,
    Dto: DtoClass<T>,
    { _request: _, ...fields }: FormBody,
    build: ProceedingFormBuilder,
    act: (given: T) => Promise<unknown>,
  ): PageResult {
    return submitForm(
      Dto,
      fields,
      place.language,
      async (given) => {
        await act(given);
        return redirect(proceedingPath(place), SAVED);
      },
      (form) => this.show(place, build, form),
    );
  }
}
