import { Module } from '@nestjs/common';
import { DocumentSeals } from './document-seals.service';
import { Documents } from './documents.service';

@Module({ providers: [DocumentSeals, Documents], exports: [Documents] })
export class DocumentsModule {}
