package dev.fazt.host.domain;

import java.net.URI;

/** Looks for the proof that who asks for a host owns it: in DNS, or in a file there. */
public record OwnershipProof(TxtRecords records, ProofFiles files) {

    /** Returns what looks on the Internet. */
    public static OwnershipProof onInternet() {
        return new OwnershipProof(DnsTxtRecords.ofThisMachine(), new HttpProofFiles(host -> URI.create("http://" + host)));
    }

    boolean isThere(CustomDomain domain) {
        return records.of(domain.recordName()).stream().anyMatch(text -> text.strip().equals(domain.token()))
                || files.fetch(domain.name(), domain.filePath())
                        .filter(text -> text.strip().equals(domain.token()))
                        .isPresent();
    }
}
