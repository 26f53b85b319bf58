/// <reference types="node-pty" />

// The package's types speak of '@lydell/node-pty'; it is installed under the name of the API that it implements.
declare module 'node-pty' {
  export * from '@lydell/node-pty';
}
