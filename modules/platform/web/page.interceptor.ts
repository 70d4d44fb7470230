import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { flashHeader } from './flash';
import {
  FileDownload,
  type CacheValidator,
  PageRedirect,
  PageView,
  StreamDownload,
  NotModified,
} from './page-response';
import { type ComingHolidays, type ShellFacts, shellFactsOf } from './request';
import { Templates } from './templates';

/** Policy for downloads: should a browser display the file, it runs no script and cannot be framed. */
const DOWNLOAD_POLICY =
  "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Turns what a controller returned (a view, a redirect, a file) into the whole answer. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(private readonly templates: Templates) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(concatMap((result: unknown) => this.answer(result, request, reply)));
  }

  private async answer(
    result: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    if (result instanceof PageView) return this.show(result, request, reply);
    if (result instanceof PageRedirect) return lead(result, request);
    if (result instanceof FileDownload) return hand(result);
    if (result instanceof NotModified)
      return new Response(null, { status: 304, headers: keeping(result.kept) });
    if (result instanceof StreamDownload) {
      void reply.headers(headersOf(result));
      return result.stream;
    }
    return result;
  }

  /** As bytes: a text would be searched for broken characters once more, a `Response` read as a stream. */
  private async show(
    view: PageView,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Buffer> {
    const shell = shellFactsOf(request);
    const page = await this.draw(view, shell);
    void reply
      .status(view.status)
      .headers({
        'Content-Type': 'text/html; charset=utf-8',
        ...keeping(view.kept),
        'Content-Language': shell.language,
      });
    return page;
  }

  /** Rendered again if the page asks for a future day, since it then needs the public holidays. */
  private async draw(view: PageView, shell: ShellFacts): Promise<Buffer> {
    let asked = false;
    const first = this.drawOnce(view, {
      ...shell,
      holidays: () => {
        asked = true;
        return { sentences: {}, written: true };
      },
    });
    if (!asked || !shell.readHolidays) return first;
    // An act that is done is answered, also where the holidays cannot be read.
    const sentences = await shell.readHolidays().catch(() => null);
    if (sentences === null) return first;
    const holidays: ComingHolidays = { sentences, written: false };
    return this.drawOnce(view, { ...shell, holidays: () => holidays });
  }

  private drawOnce({ layout, template, model }: PageView, shell: ShellFacts): Buffer {
    return layout
      ? this.templates.page(template, model, shell)
      : this.templates.fragment(template, model, shell);
  }
}

/** Cacheable, but revalidated on each request, so that withdrawn content disappears at once. */
const keeping = (kept: CacheValidator | null): Record<string, string> =>
  kept
    ? { 'Cache-Control': 'public, max-age=0, must-revalidate', ETag: `W/"${kept.etag}"` }
    : { 'Cache-Control': 'no-store' };

function lead({ path, flash }: PageRedirect, request: FastifyRequest): Response {
  const headers = new Headers({ Location: encodeURI(path).replaceAll('%25', '%') });
  if (flash) headers.append('Set-Cookie', flashHeader(flash, shellFactsOf(request).flashCookie));
  return new Response(null, { status: 303, headers });
}

const hand = (file: FileDownload): Response =>
  new Response(new Uint8Array(file.bytes), {
    headers: { ...headersOf(file), 'Content-Length': String(file.bytes.byteLength) },
  });

function headersOf({
  name,
  type,
  inline = false,
  kept = null,
}: {
  name: string;
  type: string;
  inline?: boolean;
  kept?: CacheValidator | null;
}) {
  const ascii = name.replace(/[^\w.-]+/g, '_');
  const how = inline ? 'inline' : 'attachment';
  return {
    'Content-Type': type,
    'Content-Disposition': `${how}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    ...keeping(kept),
    'X-Content-Type-Options': 'nosniff',
    // Whatever a browser makes of it, nothing in it runs with our address.
    ...(!inline && { 'Content-Security-Policy': DOWNLOAD_POLICY }),
  };
}
