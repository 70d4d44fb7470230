import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Env } from './config/env';
import { DATABASE_URL, ENV } from './config/env.token';
import { appOptions } from './database/data-source';
import { NotificationListener } from './database/notification-listener';
import { ProgrammeProfile } from './database/programme-profile';
import { programmeTime } from './database/programme-time';
import { ReplicaReads } from './database/replica';
import { Transactions } from './database/transactions';
import { Mailer, openMailer } from './mail/mailer';
import { observeOperation, OperationMetrics } from './metrics';
import { Clock } from './shared/clock';

/** Providers that all modules use: environment, clock, database, transactions. */
@Global()
@Module({})
export class CoreModule {
  static with(env: Env, databaseUrl: string, clock: Clock): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        TypeOrmModule.forRoot({ ...appOptions(databaseUrl, env.DATABASE_POOL), retryAttempts: 0 }),
      ],
      providers: [
        { provide: ENV, useValue: env },
        { provide: DATABASE_URL, useValue: databaseUrl },
        { provide: Clock, useValue: clock },
        { provide: NotificationListener, useFactory: () => new NotificationListener(databaseUrl) },
        { provide: Mailer, useFactory: () => openMailer(env) },
        {
          provide: Transactions,
          useFactory: (dataSource: DataSource) =>
            new Transactions(dataSource, clock, programmeTime(env)),
          inject: [DataSource],
        },
        {
          provide: ReplicaReads,
          useFactory: (transactions: Transactions, source: DataSource) =>
            new ReplicaReads({ transactions, source }, replicaOf(env), clock, programmeTime(env)),
          inject: [Transactions, DataSource],
        },
        {
          provide: ProgrammeProfile,
          useFactory: (transactions: Transactions) => new ProgrammeProfile(transactions, env),
          inject: [Transactions],
        },
        {
          provide: OperationMetrics,
          useFactory: (transactions: Transactions, dataSource: DataSource, reads: ReplicaReads) =>
            observeOperation(new OperationMetrics(transactions, dataSource, reads), env.MAWA_DATA),
          inject: [Transactions, DataSource, ReplicaReads],
        },
      ],
      exports: [
        ENV,
        DATABASE_URL,
        Clock,
        NotificationListener,
        Mailer,
        Transactions,
        ProgrammeProfile,
        ReplicaReads,
      ],
    };
  }
}

/** A few long reads at once: as many exports as run at once, jobs and analyses. */
const MOST_REPLICA_CONNECTIONS = 8;

const replicaOf = (env: Env) =>
  env.MAWA_REPLICA_URL === undefined
    ? null
    : {
        url: env.MAWA_REPLICA_URL,
        pool: Math.min(MOST_REPLICA_CONNECTIONS, env.DATABASE_POOL),
        lagMs: env.MAWA_REPLICA_LAG_SECONDS * 1000,
      };
