import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Drain } from './drain';
import { ErrorFilter } from './error.filter';
import { PageInterceptor } from './page.interceptor';
import { Templates } from './templates';
import { validationPipe } from './validation';

/** Pages, forms and errors; `registerStatic` and `refuseBrokenText` are hung up by the shell. */
@Global()
@Module({
  providers: [
    Drain,
    Templates,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
  exports: [Drain, Templates],
})
export class WebModule {}
