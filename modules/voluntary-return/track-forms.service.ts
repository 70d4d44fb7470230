import {
  BadRequestException,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { Actor, Language } from '../platform/shared/actor';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../platform/web/forms';
export type { PostedFields } from '../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { DtoClass } from '../platform/web/validation';
import { type ReturnFormBuilder, ReturnPages } from './return-pages.view';

export type PageResult = Promise<PageView | PageRedirect>;

/** Actor, track and case of a form, and the address that it is posted to. */
export interface TrackFormTarget {
  readonly actor: Actor;
  readonly language: Language;
  readonly id: string;
  readonly trackId: string;
  /** Below the track: "documents/<id>/steps". */
  readonly path: string;
}

/** The place of a request; `path` as the route writes it, its ids those of the address. */
export const TrackTarget = createParamDecorator(
  (path: string, context: ExecutionContext): TrackFormTarget => {
    const { params, mawa } = context.switchToHttp().getRequest<FastifyRequest>();
    const ids = params as Readonly<Record<string, string>>;
    if (!Object.values(ids).every((id) => isUUID(id))) throw new BadRequestException();
    return {
      actor: mawa.actor!,
      language: mawa.language,
      id: ids.id!,
      trackId: ids.trackId!,
      path: path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name]!),
    };
  },
);

const SAVED = { kind: 'success', key: 'returns:saved' } as const;

/** A form about one act of a track: shown, taken once, and shown again with what is wrong. */
@Injectable()
export class TrackForms {
  constructor(private readonly pages: ReturnPages) {}

  show(place: TrackFormTarget, build: ReturnFormBuilder, form = newForm()): Promise<PageView> {
    const { actor, language, id, trackId, path } = place;
    return this.pages.form(
      actor,
      language,
      { id, trackId, path: `/${trackId}/${path}` },
      build,
      form,
    );
  }

  take<T extends object>(
    place: TrackFormTarget,
    Dto: DtoClass<T>,
    { _request, ...fields }: PostedFields,
    build: ReturnFormBuilder,
    act: (given: T, requestId: string | null) => Promise<unknown>,
  ): PageResult {
    return submitForm(
      Dto,
      fields,
      place.language,
      async (given) => {
        await act(given, requestIdOf(_request));
        return redirect(`/people/${place.id}/returns/${place.trackId}`, SAVED);
      },
      (form) => this.show(place, build, form),
    );
  }
}
