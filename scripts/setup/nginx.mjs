// nginx, which one of the documented programs runs behind.

import { debianPackages, where } from './debian.mjs';

export const nginx = debianPackages({
  name: 'nginx',
  packages: ['nginx-light'],
  elsewhere: 'install nginx so that it can be started',
  // Debian keeps it where only root's path leads.
  present: () => where('nginx') ?? where('/usr/sbin/nginx'),
});
