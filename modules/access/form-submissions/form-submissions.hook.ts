import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { draftIn, isNavigation, PAGE_FIELD } from '../../platform/web/posted-form';
import { FormSubmissions, type SubmissionAnswer } from './form-submissions.service';

const ASK_AGAIN_MS = 100;
/** How long the second of two equal forms waits for the answer of the first. */
const LONGEST_WAIT_MS = 30_000;

/** Where somebody is led who has to show first that it is them: nothing was taken. */
const PROOF_PAGE = /^\/account\/(proof|second-factor)\b/;

interface Claim {
  readonly actor: Actor;
  readonly digest: Buffer;
}

/**
 * Takes a form of a page once, however often it is sent: the second sending is led where the first one was. Forms with a
 * request id (`_request`) are left to their use case. What is answered otherwise than by leading on (a file, an error)
 * may be asked again.
 */
@Injectable()
export class FormSubmissionsHook {
  private readonly claims = new WeakMap<FastifyRequest, Claim>();

  constructor(private readonly submissions: FormSubmissions) {}

  /** After bodies have been read, before the stamp of the page is taken out of them. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('preValidation', async (request, reply) => {
      const claim = this.claimOf(request);
      if (!claim) return;
      const earlier = await this.earlierAnswer(claim);
      if (earlier) return leadOn(request, reply, earlier);
      this.claims.set(request, claim);
    });
    fastify.addHook('onSend', async (request, reply) => {
      const claim = this.claims.get(request);
      if (!claim) return;
      this.claims.delete(request);
      try {
        const answer = answerOf(request, reply);
        if (answer) await this.submissions.answer(claim.actor, claim.digest, answer);
        else await this.submissions.release(claim.actor, claim.digest);
      } catch (error) {
        request.log.warn({ err: error }, 'the answer to a form was not kept'); // its claim gives way
      }
    });
  }

  private claimOf(request: FastifyRequest): Claim | null {
    const { actor } = request.mawa;
    if (!actor || request.method !== 'POST' || !isNavigation(request)) return null;
    const fields = (request.body ?? {}) as Record<string, unknown>;
    if (typeof fields[PAGE_FIELD] !== 'string' || fields['_request']) return null;
    const files = (request.uploads?.files ?? []).map(({ bytes }) => bytes);
    return { actor, digest: this.submissions.digestOf({ url: request.url, fields, files }) };
  }

  private async earlierAnswer({ actor, digest }: Claim): Promise<SubmissionAnswer | null> {
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += ASK_AGAIN_MS) {
      const claim = await this.submissions.claim(actor, digest);
      if (claim === 'ours') return null;
      if (claim !== 'running') return claim;
      await pause(ASK_AGAIN_MS);
    }
    throw new DomainError('conflict', 'common.form_running');
  }
}

function leadOn(request: FastifyRequest, reply: FastifyReply, answer: SubmissionAnswer) {
  if (answer.flash) {
    const { name, secure } = request.mawa.flashCookie;
    void reply.setCookie(name, answer.flash, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: 60,
    });
  }
  return reply.code(303).header('location', answer.location).send();
}

/** Null where the answer is no page to be led to, or sets a cookie that the second sending would miss. */
function answerOf(request: FastifyRequest, reply: FastifyReply): SubmissionAnswer | null {
  const location = reply.getHeader('location');
  if (reply.statusCode !== 303 || typeof location !== 'string') return null;
  // Redirects to the proof page or to a refused form: nothing was stored, so the same content may be sent again.
  if (PROOF_PAGE.test(location) || draftIn(location)) return null;
  const cookies = [reply.getHeader('set-cookie') ?? []].flat().map((line) => String(line));
  const start = `${request.mawa.flashCookie.name}=`;
  if (cookies.some((cookie) => !cookie.startsWith(start))) return null;
  const [flash] = cookies.map((cookie) => cookie.slice(start.length).split(';')[0]!);
  return { location, flash: flash ?? null };
}
