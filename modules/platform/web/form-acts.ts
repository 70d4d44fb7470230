/** Shows and submits the form of one action; a refused form is shown again with errors beside its fields. */
import type { FastifyRequest } from 'fastify';
import { type FormState, newForm, type PostedFields, requestIdOf, submitForm } from './forms';
import type { PageRedirect, PageView } from './page-response';
import type { DtoClass } from './validation';

export class FormActs<Place, Build> {
  constructor(
    /** Renders the page of a form, as far as the actor may see it. */
    private readonly page: (
      request: FastifyRequest,
      place: Place,
      build: Build,
      form: FormState,
    ) => Promise<PageView>,
    /** Redirect after success. */
    private readonly done: (place: Place) => PageRedirect,
  ) {}

  show(request: FastifyRequest, place: Place, build: Build): Promise<PageView> {
    return this.page(request, place, build, newForm());
  }

  take<T extends object>(
    request: FastifyRequest,
    place: Place,
    Dto: DtoClass<T>,
    { _request, ...fields }: PostedFields,
    build: Build,
    act: (given: T, requestId: string | null) => Promise<unknown>,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      Dto,
      fields,
      request.mawa.language,
      async (given) => {
        await act(given, requestIdOf(_request));
        return this.done(place);
      },
      (form) => this.page(request, place, build, form),
    );
  }
}
