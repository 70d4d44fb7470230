import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessModule } from '../modules/access';
import { AuditModule } from '../modules/audit';
import type { Env } from './config/env';
import { CoreModule } from './core.module';
import { JobsModule } from './jobs.module';
import type { Clock } from './shared/clock';
import { ErrorFilter } from './web/error.filter';
import { HealthController } from './web/health.controller';
import { PageInterceptor } from './web/page.interceptor';

@Module({})
export class AppModule {
  static with(env: Env, databaseUrl: string, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(env, databaseUrl, clock),
        JobsModule.with(env, databaseUrl),
        AuditModule,
        AccessModule,
      ],
      controllers: [HealthController],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
      ],
    };
  }
}
