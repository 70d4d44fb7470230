import { Module } from '@nestjs/common';
import { DoctorCommand } from './doctor.command';
import { KeysCommand, KeysCreateCommand } from './keys.command';
import { MigrateCommand } from './migrate.command';
import { UserCommand, UserCreateCommand } from './user.command';

@Module({
  providers: [
    DoctorCommand,
    KeysCommand,
    KeysCreateCommand,
    MigrateCommand,
    UserCommand,
    UserCreateCommand,
  ],
})
export class CliModule {}
