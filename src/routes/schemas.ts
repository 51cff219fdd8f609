// The schemas several routes share; they stand in the OpenAPI document under these names.
import { Activation, Initializer, Layer } from '../networks/request.ts';

export const sharedSchemas = [Activation, Initializer, Layer];
