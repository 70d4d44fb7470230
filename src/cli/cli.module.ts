import { Module } from '@nestjs/common';
import { ArchiveCommand, ArchiveCreateCommand, ArchiveReadCommand } from './archive.command';
import {
  AuditCommand,
  AuditExportCommand,
  AuditRestoredCommand,
  AuditVerifyCommand,
} from './audit.command';
import { BackupCommand, BackupKeyCommand, RestoreCommand } from './backup.command';
import { DemoCommand } from './demo.command';
import { DoctorCommand } from './doctor.command';
import {
  GrantAmendCommand,
  GrantSuspendCommand,
  GrantResumeCommand,
  GrantCloseCommand,
  GrantCommand,
  GrantConfirmCommand,
  GrantOpenCommand,
  GrantTemplateCommand,
} from './grant.command';
import { ImportCommand } from './import.command';
import { JobsCommand, JobsFailedCommand, JobsListCommand, JobsRetryCommand } from './jobs.command';
import {
  KeysCheckCommand,
  KeysCommand,
  KeysCreateCommand,
  KeysForgetCommand,
  KeysTokenCommand,
  KeysWrapCommand,
  KeysUnwrapCommand,
  KeysRewrapCommand,
  KeysRotateCommand,
} from './keys.command';
import { MigrateCommand } from './migrate.command';
import { NightsCommand, NightsCompareCommand, NightsRebuildCommand } from './nights.command';
import { NewCommand, NewModuleCommand } from './new.command';
import { OpenDataCommand, OpenDataProduceCommand } from './open-data.command';
import { PracticeCommand } from './practice.command';
import { ReportCommand, ReportReproduceCommand } from './report.command';
import { ReportProduceCommand } from './report-produce.command';
import { SchemaCommand, SchemaDiagramsCommand, SchemaPrintCommand } from './schema.command';
import {
  SettingCommand,
  SettingCancelCommand,
  SettingConfirmCommand,
  SettingListCommand,
  SettingProposeCommand,
  SettingShowCommand,
} from './setting.command';
import { SetupCommand } from './setup.command';
import { TokenCommand, TokenListCommand, TokenRevokeCommand } from './token.command';
import { UpgradeCommand } from './upgrade.command';
import { UserCommand, UserCreateCommand, UserPasswordLinkCommand } from './user.command';

@Module({
  providers: [
    ArchiveCommand,
    ArchiveCreateCommand,
    ArchiveReadCommand,
    AuditCommand,
    AuditExportCommand,
    AuditRestoredCommand,
    AuditVerifyCommand,
    BackupCommand,
    BackupKeyCommand,
    RestoreCommand,
    DemoCommand,
    DoctorCommand,
    GrantAmendCommand,
    GrantSuspendCommand,
    GrantResumeCommand,
    GrantCloseCommand,
    GrantCommand,
    GrantConfirmCommand,
    GrantOpenCommand,
    GrantTemplateCommand,
    ImportCommand,
    JobsCommand,
    JobsFailedCommand,
    JobsListCommand,
    JobsRetryCommand,
    KeysCheckCommand,
    KeysCommand,
    KeysCreateCommand,
    KeysForgetCommand,
    KeysTokenCommand,
    KeysWrapCommand,
    KeysUnwrapCommand,
    KeysRewrapCommand,
    KeysRotateCommand,
    MigrateCommand,
    UpgradeCommand,
    NewCommand,
    NewModuleCommand,
    NightsCommand,
    NightsCompareCommand,
    NightsRebuildCommand,
    OpenDataCommand,
    OpenDataProduceCommand,
    PracticeCommand,
    ReportCommand,
    ReportProduceCommand,
    ReportReproduceCommand,
    SchemaCommand,
    SchemaDiagramsCommand,
    SchemaPrintCommand,
    SettingCommand,
    SettingCancelCommand,
    SettingConfirmCommand,
    SettingListCommand,
    SettingProposeCommand,
    SettingShowCommand,
    SetupCommand,
    TokenCommand,
    TokenListCommand,
    TokenRevokeCommand,
    UserCommand,
    UserCreateCommand,
    UserPasswordLinkCommand,
  ],
})
export class CliModule {}
