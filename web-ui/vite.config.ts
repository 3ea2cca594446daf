import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './scripts/precompress.mjs'
import { preload } from './scripts/preload.mjs'

/** For `npm run dev`: which server answers the API. */
const server = process.env.HOLDFAST_URL ?? 'http://127.0.0.1:8080'
const proxied = ['/api', '/ajax-api', '/v2', '/health', '/version', '/actuator', '/get-artifact', '/model-versions']

export default defineConfig({
  plugins: [react(), tailwindcss(), preload(), precompress()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2023',
    emptyOutDir: true,
    // Nothing is inlined: the content security policy only lets the server's own files in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: 'es' },
  server: {
    strictPort: true,
    proxy: Object.fromEntries(
      proxied.map((path) => [
        path,
        {
          target: server,
          // An origin that the server does not have would be refused.
          configure: (proxy) => proxy.on('proxyReq', (request) => request.removeHeader('origin')),
        },
      ]),
    ),
  },
})
