package io.tandem.centralhub.ledger;

import org.springframework.data.jpa.repository.JpaRepository;

interface EpochRows extends JpaRepository<EpochRow, String> {

}
