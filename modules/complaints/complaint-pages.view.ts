import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../platform/shared/clock';
import type { Actor } from '../platform/shared/actor';
import { type FormState, submitForm } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { DtoClass } from '../platform/web/validation';
import { complaintModel } from './complaint.view';
import { ReadComplaints } from './read-complaints.service';

/** One complaint's page, and coming back to it after an act. */
@Injectable()
export class ComplaintPages {
  constructor(
    private readonly reading: ReadComplaints,
    private readonly clock: Clock,
  ) {}

  async show(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
    withWords: boolean,
  ): Promise<PageView> {
    const file = await this.reading.get(actor, id, withWords);
    const places = await this.reading.places(actor);
    const now = this.clock.now();
    return page(
      'complaints/complaint',
      complaintModel({ file, places, actor, language, form, now }),
    );
  }

  act<T extends object>(
    Dto: DtoClass<T>,
    actor: Actor,
    id: string,
    body: unknown,
    request: FastifyRequest,
    work: (dto: T, requestId: string | null) => Promise<unknown>,
  ): Promise<PageView | PageRedirect> {
    const { _request: sent, ...fields } = (body ?? {}) as Record<string, unknown>;
    return submitForm<T>(
      Dto,
      fields,
      request.mawa.language,
      async (dto) => {
        await work(dto, typeof sent === 'string' && sent !== '' ? sent : null);
        return this.back(actor, id);
      },
      async (form) =>
        this.show(actor, id, request, form, await this.reading.hasReadWords(actor, id)),
    );
  }

  async plain(actor: Actor, id: string, act: Promise<unknown>): Promise<PageRedirect> {
    await act;
    return this.back(actor, id);
  }

  /**
   * Redirects to the complaint after an action. Its text stays visible to readers who have opened it; opening is an
   * audited action of its own. If the complaint is no longer visible, redirects to the list with a message.
   */
  private async back(actor: Actor, id: string): Promise<PageRedirect> {
    if (!(await this.reading.sees(actor, id))) {
      return redirect('/complaints', { kind: 'info', key: 'complaints:done.out_of_sight' });
    }
    const words = (await this.reading.hasReadWords(actor, id)) ? '?words=1' : '';
    return redirect(`/complaints/${id}${words}`, { kind: 'success', key: 'complaints:done.saved' });
  }
}
