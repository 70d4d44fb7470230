import { SetMetadata } from '@nestjs/common';

/** The same mark as `Public` of the access module, for the shell's own routes. */
export const PublicRoute = (): MethodDecorator => SetMetadata('mawa:public', true);
