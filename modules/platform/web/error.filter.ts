import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { earlierOf } from '../shared/domain.errors';
import { inTrace } from '../shared/trace';
import { hasSentence, keyOfCode, translate } from './i18n';
import { loggedError } from '../shared/logged-error';
import { type KnownError, knownErrorOf } from './known-errors';
import { withNext } from './page-response';
import { draftIn, type PostedForm, withDraft } from './posted-form';
import { logRefusal } from './refusal-log';
import { shellFactsOf, type ShellFacts } from './request';
import { Templates } from './templates';

const UNEXPECTED: KnownError = { status: 500, code: 'common.unexpected', params: {}, fields: [] };

/** The only place that turns an error into an answer: a page, or problem+json for the API. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(private readonly templates: Templates) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const shell = shellFactsOf(request);
    const known = knownErrorOf(error);
    if (known === null || known.status >= 500) this.note(error, request);
    else logRefusal(request, known);
    if (reply.sent) return;
    const shownError = known ?? UNEXPECTED;
    void reply.status(shownError.status).header('Cache-Control', 'no-store');
    if (isOfTheApi(request)) this.answerProblem(shownError, shell, reply);
    else void this.answerPage(shownError, shell, request, reply);
  }

  private answerProblem(error: KnownError, shell: ShellFacts, reply: FastifyReply): void {
    const errors = error.fields.map(({ field, code, params }) => ({
      field: field ?? null,
      code,
      detail: sentenceOf(code, params, shell),
    }));
    const earlier = earlierOf(error);
    if (error.status === 401) void reply.header('WWW-Authenticate', challengeOf(error.code));
    if (error.status === 429) void reply.header('Retry-After', String(secondsToWait(error)));
    void reply
      .type('application/problem+json; charset=utf-8')
      .send(
        JSON.stringify({
          type: `urn:mawa:problem:${error.code}`,
          title: titleOf(error.status, shell),
          status: error.status,
          code: error.code,
          detail: sentenceOf(error.code, error.params, shell),
          ...(errors.length > 0 && { errors }),
          ...(earlier && { earlier }),
          instance: shell.traceId,
        }),
      );
  }

  private async answerPage(
    error: KnownError,
    shell: ShellFacts,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const asksForPage = request.method === 'GET' && shell.actor === null;
    if (error.status === 401 && asksForPage) {
      void reply.status(303).header('Location', signInPath(shell.path)).send();
      return;
    }
    const proof = PROOF_PAGES[error.code];
    if (proof) {
      const form = await interrupted(request.postedForm);
      const next = request.method === 'GET' ? withoutQuery(shell.path) : request.postedForm?.page;
      void reply
        .status(303)
        .header('Location', withNext(proof, form?.keptAt ?? next))
        .send();
      return;
    }
    const isInterrupted = error.status === 401 || error.code === 'access.form_expired';
    const form = isInterrupted ? await interrupted(request.postedForm) : null;
    const signsInAt = shell.actor === null && isInterrupted ? signInAfter(form, request) : null;
    const model = {
      title: titleOf(error.status, shell),
      status: error.status,
      sentence: sentenceOf(error.code, error.params, shell),
      details: error.fields.map(({ code, params }) => sentenceOf(code, params, shell)),
      reference: error.status >= 500 ? shell.traceId : null,
      signedIn: shell.actor !== null,
      plain: request.routeOptions?.config?.anonymous === true,
      signInPath: signsInAt,
      keptAt: form?.keptAt ?? null,
      texts: form?.texts ?? [],
    };
    void reply
      .type('text/html; charset=utf-8')
      .send(this.templates.page('errors/error', model, shell));
  }

  private note(error: unknown, request: FastifyRequest): void {
    const { url, config } = request.routeOptions ?? {};
    const route = config?.quiet ? 'a quiet route' : (url ?? 'unknown route');
    const { words, frames } = loggedError(error);
    // Errors before or after the request hooks are outside of a trace.
    inTrace(String(request.id), () =>
      this.logger.error(`${request.method} ${route}: ${words}`, frames),
    );
  }
}

/** The page that shows the document of the API is a page. */
const isOfTheApi = ({ url }: FastifyRequest): boolean =>
  url.startsWith('/api/') && !/^\/api\/docs(?:[/?]|$)/.test(url);

/** RFC 6750: what was wrong with the token, where one was sent. */
const challengeOf = (code: string): string => {
  if (code === 'access.token_and_session') return 'Bearer realm="mawa", error="invalid_request"';
  const isOfToken = code.startsWith('access.token_');
  return isOfToken ? 'Bearer realm="mawa", error="invalid_token"' : 'Bearer realm="mawa"';
};

const secondsToWait = ({ params }: KnownError): number =>
  Number(params['seconds'] ?? Number(params['minutes'] ?? 1) * 60);

function sentenceOf(code: string, params: object, { language }: ShellFacts): string {
  const key = keyOfCode(code);
  return translate(language, hasSentence(key) ? key : 'common:errors.invalid', { ...params });
}

interface InterruptedForm {
  /** The address at which what was typed is found again. */
  readonly keptAt: string | null;
  /** Typed texts that could not be stored, shown to be copied. */
  readonly texts: readonly string[];
}

/** Returns typed values to the user in any case: as a stored draft, or on the error page itself. */
async function interrupted(form: PostedForm | undefined): Promise<InterruptedForm | null> {
  if (!form) return null;
  const keptAt = await form.keepInterrupted().catch(() => null);
  return { keptAt, texts: keptAt ? [] : form.texts() };
}

/** Signing in leads back to the form, or to the page of the same address where there is one. */
function signInAfter(form: InterruptedForm | null, request: FastifyRequest): string | null {
  if (form?.keptAt) return withNext('/sign-in', form.keptAt);
  if (request.url.split('?')[0] === '/sign-in') return '/sign-in';
  return isAPage(request) ? signInPath(shellFactsOf(request).path) : '/sign-in';
}

/** Whether the posted address also has a page (GET). */
const isAPage = ({ server, routeOptions }: FastifyRequest): boolean =>
  routeOptions.url !== undefined && server.hasRoute({ method: 'GET', url: routeOptions.url });

const titleOf = (status: number, { language }: ShellFacts): string =>
  translate(
    language,
    `common:page_title.${hasSentence(`common:page_title.${status}`) ? status : 400}`,
  );

/** Where somebody is led who has to show first that it is them (modules/access); what was typed is kept. */
const PROOF_PAGES: Readonly<Record<string, string>> = {
  'access.second_factor_missing': '/account/second-factor',
  'access.proof_missing': '/account/proof',
  'access.proof_elsewhere': '/account/proof',
};

/** Words of a search are not carried along; the draft of a form is. */
const withoutQuery = (path: string): string => withDraft(path.split('?')[0]!, draftIn(path));

/** Back to the page afterwards. */
const signInPath = (path: string): string => {
  const page = withoutQuery(path);
  return withNext('/sign-in', page === '/' ? null : page);
};
