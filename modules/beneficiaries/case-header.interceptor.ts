import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { Transactions } from '../platform/database/transactions';
import { PageView } from '../platform/web/page-response';
import { caseHeaderModel, CaseHeaders } from './case-header.service';

/** Pages of one person's file, whichever module keeps them. */
const OF_A_FILE = /^\/people\/:id(\/|$)/;

type FileRequest = FastifyRequest<{ Params: { id: string } }>;

/** Puts the header of the file above every form of it; a page with the row of tabs brings its own. */
@Injectable()
export class CaseHeaderInterceptor implements NestInterceptor {
  constructor(
    private readonly transactions: Transactions,
    private readonly headers: CaseHeaders,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FileRequest>();
    if (!OF_A_FILE.test(request.routeOptions.url ?? '')) return next.handle();
    return next
      .handle()
      .pipe(concatMap(async (view) => (isForm(view) ? this.headed(view, request) : view)));
  }

  private async headed(
    view: PageView,
    { mawa, params, method, url }: FileRequest,
  ): Promise<PageView> {
    const { actor, language } = mawa;
    if (!actor) return view;
    const caseId = params.id;
    const header = await this.transactions.run(actor, (tx) => this.headers.of(tx, caseId));
    if (!header) return view;
    // A refused form has no page of its own to return to.
    const back = method === 'GET' ? url : `/people/${caseId}`;
    const model = {
      ...view.model,
      caseHeader: caseHeaderModel(header, { caseId, back, language }),
    };
    return new PageView(view.template, model, view.status, view.layout, view.kept);
  }
}

/** Documents for people outside (`handedOut`) must not contain the header of the case. */
const isForm = (result: unknown): result is PageView =>
  result instanceof PageView &&
  result.layout &&
  !['tabs', 'plain', 'bare', 'handedOut'].some((own) => own in result.model);
