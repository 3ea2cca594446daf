// A Vite plugin: the page names what its first sight needs, so that browsers fetch it while they read the script that would ask for it.
const FIRST_PAGE = 'features/home/HomePage.tsx'
const FONT = /inter-latin-wght-normal.*\.woff2$/

export function preload() {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.values(bundle ?? {})
        const page = files.find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(FIRST_PAGE))
        if (!page) throw new Error(`${FIRST_PAGE} has no chunk of its own`)
        const scripts = [page.fileName, ...page.imports].filter((file) => !html.includes(file))
        const fonts = files.map((file) => file.fileName).filter((file) => FONT.test(file))
        const link = (attributes) => ({ tag: 'link', attrs: { crossorigin: true, ...attributes }, injectTo: 'head' })
        return [
          ...scripts.map((file) => link({ rel: 'modulepreload', href: `/${file}` })),
          ...fonts.map((file) => link({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}` })),
        ]
      },
    },
  }
}
