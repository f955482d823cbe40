/** What a page is made of; all of it is ours, nothing of it comes from spans. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly title: string;
}

/** The empty page: scripts by nonce alone, styles and fonts from our folder alone, no network. */
export function pageHtml(parts: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.cspSource} 'nonce-${parts.nonce}'`,
    `font-src ${parts.cspSource}`,
    `img-src ${parts.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta property="csp-nonce" content="${parts.nonce}">
  <link rel="stylesheet" href="${parts.style}">
  <title>${parts.title}</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${parts.nonce}" src="${parts.script}"></script>
</body>
</html>`;
}
