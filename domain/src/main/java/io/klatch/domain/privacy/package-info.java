/// What users let others know of them. Entry: the use case [PrivacySettings]; whoever is about to
/// tell one user of another asks the port [PrivacyStore] what [Privacy] says about it. Knows not
/// what is told.
@NullMarked
package io.klatch.domain.privacy;

import org.jspecify.annotations.NullMarked;
