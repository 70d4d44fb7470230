import { Module } from '@nestjs/common';
import { ApiDocsPagesController } from './api-docs.pages.controller';
import { ApiDocuments } from './api-document.service';

@Module({
  controllers: [ApiDocsPagesController],
  providers: [ApiDocuments],
  exports: [ApiDocuments],
})
export class ApiDocsModule {}
