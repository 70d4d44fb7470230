import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Flash } from '../../platform/web/request';
import {
  DRAFT_PARAM,
  draftIn,
  isNavigation,
  PAGE_FIELD,
  postedForm,
  type PostedForm,
  UNSENT_FIELD,
  withDraft,
} from '../../platform/web/posted-form';
import {
  type FormDraft,
  isFilledIn,
  keptFields,
  refusalOf,
  storedRefusal,
  textsIn,
  viewOf,
} from './form-draft.rules';
import { logRefusedForm } from '../../platform/web/refusal-log';
import { FormDrafts } from './form-drafts.service';
import { PageStamps } from './page-stamps.service';

const GONE: Flash = { kind: 'info', key: 'common:draft.gone' };

/** A refused form that a GET shows again. */
interface Replay {
  readonly draft: FormDraft;
  readonly path: string;
}

interface DraftReference {
  readonly id: string;
  readonly userId: string;
}

/**
 * Keeps a posted form that is not accepted, and shows it again at the address of its page, which can be reloaded.
 * A refused form is shown by the handler of its post, which then acts on nothing (see `submitForm`); one that met an
 * ended session by its own page, where a script fills it in.
 */
@Injectable()
export class FormDraftsHook {
  /** By the raw request: nothing that a browser sends can make one. */
  private readonly replays = new WeakMap<object, Replay>();
  /** The draft on the page from which a form was sent; once that form is accepted, nothing needs it. */
  private readonly shown = new WeakMap<FastifyRequest, DraftReference>();

  constructor(
    private readonly drafts: FormDrafts,
    private readonly stamps: PageStamps,
  ) {}

  /** Runs after the session hook and after bodies have been parsed. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => {
      this.stampForms(request);
      if (request.method === 'GET' && draftIn(request.url) && isNavigation(request)) {
        return this.showDraft(fastify, request, reply);
      }
    });
    fastify.addHook('preValidation', (request, reply, done) => {
      if (request.method !== 'POST' || request.url.startsWith('/api/')) return done();
      const stamp = take(request, PAGE_FIELD);
      const isUnsent = take(request, UNSENT_FIELD) !== undefined;
      if (request.routeOptions.config.anonymous) return done();
      if (!isNavigation(request) && !isUnsent) return done();
      request.postedForm = this.formOf(request, reply, stamp);
      // Nobody pressed its button: it is kept, though its author may have signed in again meanwhile.
      if (isUnsent) return done(new DomainError('unauthenticated', 'access.sign_in_first'));
      postedForm.run(request.postedForm, done);
    });
    // Before the response is sent, so that the page it redirects to does not show the draft of a form that was just
    // accepted.
    fastify.addHook('onSend', async (request, reply) => {
      const shown = this.shown.get(request);
      if (!shown || reply.statusCode >= 400) return;
      try {
        if (await this.isOf(request, shown)) await this.drafts.remove(request, shown.id);
      } catch (error) {
        request.log.warn({ err: error }, 'a draft of an accepted form was not removed'); // it expires
      }
    });
  }

  private stampForms(request: FastifyRequest): void {
    const { actor, path } = request.mawa;
    if (!actor) return;
    const page = this.replays.get(request.raw)?.path ?? path;
    let stamp: string | undefined;
    request.mawa = {
      ...request.mawa,
      path: page,
      pageStamp: () => (stamp ??= this.stamps.make(actor.userId, page)),
    };
  }

  private async showDraft(
    fastify: FastifyInstance,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    const id = draftIn(request.url)!;
    delete (request.query as Record<string, unknown>)[DRAFT_PARAM];
    const { actor } = request.mawa;
    if (!actor) return; // the policy asks for a sign-in, which leads back here
    const draft = await this.drafts.read(request, actor.userId, id);
    if (!draft) {
      const { name, secure, seal } = request.mawa.flashCookie;
      reply.setCookie(name, seal(JSON.stringify(GONE)), {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure,
        maxAge: 60,
      });
      return reply.code(303).header('location', withDraft(request.url, null)).send();
    }
    const path = withDraft(draft.page, id);
    if (path !== withDraft(request.url, id)) return reply.code(303).header('location', path).send();
    if (draft.refusal === null) {
      request.mawa = { ...request.mawa, draft: viewOf(draft) };
      return;
    }
    this.replays.set(request.raw, { draft, path });
    reply.hijack();
    Object.assign(request.raw, { method: 'POST', url: draft.action });
    delete request.raw.headers['content-type'];
    fastify.routing(request.raw, reply.raw);
    return reply;
  }

  /** A page has other forms than the one of its draft: the language, the search. */
  private async isOf(request: FastifyRequest, { id, userId }: DraftReference): Promise<boolean> {
    return (await this.drafts.read(request, userId, id))?.action === request.url;
  }

  private formOf(request: FastifyRequest, reply: FastifyReply, sealed: unknown): PostedForm {
    const replay = this.replays.get(request.raw);
    if (replay) {
      request.body = { ...replay.draft.body };
      return {
        refusal: refusalOf(replay.draft),
        page: replay.draft.page,
        keepRefused: async () => null,
        keepInterrupted: async () => null,
        texts: () => [],
      };
    }
    const stamp = this.stamps.read(sealed);
    const fields = keptFields(request.body ?? {});
    const { actor } = request.mawa;
    const owner = actor?.userId ?? stamp?.user;
    const id = stamp && stamp.user === owner ? draftIn(stamp.path) : null;
    const shown = id && owner ? { id, userId: owner } : null;
    if (shown) this.shown.set(request, shown);
    const action = request.url;
    const keep = async (refusal: FormDraft['refusal']): Promise<string | null> => {
      // Without a session and without a stamp the author of the form is unknown.
      if (!fields || !owner || (stamp && stamp.user !== owner)) return null;
      this.shown.delete(request);
      const page = withDraft(stamp?.path ?? action, null);
      const draft = { page, action, body: fields, refusal };
      const again = shown && (await this.isOf(request, shown)) ? shown.id : undefined;
      const kept = await this.drafts.keep(request, reply, owner, draft, again);
      return withDraft(refusal ? page : '/', kept);
    };
    return {
      refusal: null,
      page: stamp && stamp.user === owner ? stamp.path : null,
      keepRefused: (error) => {
        logRefusedForm(request, error);
        return keep(storedRefusal(error));
      },
      keepInterrupted: () => (stamp && isFilledIn(fields) ? keep(null) : Promise.resolve(null)),
      texts: () => textsIn(fields ?? {}),
    };
  }
}

/** Read here alone: the form itself does not know the field. */
function take({ body }: FastifyRequest, field: string): unknown {
  if (body === null || typeof body !== 'object') return undefined;
  const { [field]: value } = body as Record<string, unknown>;
  delete (body as Record<string, unknown>)[field];
  return value;
}
