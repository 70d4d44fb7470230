import { Module } from '@nestjs/common';
import { DocumentSeals } from './document-seals.service';
import { Documents } from './documents.service';
import { VirusScanner } from './virus-scanner.service';

@Module({ providers: [DocumentSeals, Documents, VirusScanner], exports: [Documents] })
export class DocumentsModule {}
