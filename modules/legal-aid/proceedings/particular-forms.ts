import { Injectable, Param, ParseUUIDPipe } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor, Language } from '../../../src/shared/actor';
import { newForm, submitForm } from '../../../src/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../../src/web/page';
import type { DtoClass } from '../../../src/web/validation';
import { LegalPages, type Scene } from './legal.pages';
import type { formsIn, LegalForm } from './legal-forms';
import { SAVED } from './proceedings.pages.controller';

export const Id = (name = 'id') => Param(name, ParseUUIDPipe);
export const Of = () => Id('proceedingId');
export type Shown = Promise<PageView | PageRedirect>;
export type Posted = Record<string, unknown>;
export type Build = (
  forms: ReturnType<typeof formsIn>,
  scene: Scene,
) => LegalForm | Promise<LegalForm>;

export interface Place {
  readonly actor: Actor;
  readonly language: Language;
  readonly at: { readonly id: string; readonly proceedingId: string; readonly path: string };
}

export const placeOf = (
  actor: Actor,
  id: string,
  proceedingId: string,
  { mawa }: FastifyRequest,
  path: string,
): Place => ({
  actor,
  language: mawa.language,
  at: { id, proceedingId, path: `/${proceedingId}/${path}` },
});

/** A form about one particular of a proceeding: shown, taken, and shown again with what is wrong. */
@Injectable()
export class ParticularForms {
  constructor(private readonly pages: LegalPages) {}

  show({ actor, language, at }: Place, build: Build): Promise<PageView> {
    return this.pages.form(actor, language, at, build, newForm());
  }

  take<T extends object>(
    { actor, language, at }: Place,
    Dto: DtoClass<T>,
    body: Posted,
    build: Build,
    act: (given: T) => Promise<unknown>,
  ): Shown {
    return submitForm(
      Dto,
      body,
      language,
      async (given) => {
        await act(given);
        return redirect(`/people/${at.id}/legal/${at.proceedingId}`, SAVED);
      },
      (form) => this.pages.form(actor, language, at, build, form),
    );
  }
}
