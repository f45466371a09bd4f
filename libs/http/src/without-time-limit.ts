import { SetMetadata } from '@nestjs/common';

/** Marks reads that may take as long as their client reads. */
export const WITHOUT_TIME_LIMIT = Symbol('WITHOUT_TIME_LIMIT');
/** For reads that send their response in parts, such as a file of the whole register. */
export const WithoutTimeLimit = (): MethodDecorator => SetMetadata(WITHOUT_TIME_LIMIT, true);
