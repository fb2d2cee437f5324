export * from './machine';
export * from './observation';
export * from './workload';
export * from './encoded';
export * from './trace';
export * from './implementation';
